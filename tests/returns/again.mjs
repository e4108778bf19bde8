// SPDX-License-Identifier: AGPL-3.0-or-later
// The return of a past day can be made again, byte for byte, whatever was written since: in a demonstration area, whose journal
// was written over years. And of what the area itself knows, a year's return holds that year.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asXml, check, done, inFolder, ok } from "./cin_file.mjs";
import { cleanTables } from "./clean.mjs";

const WAYMARK = process.env.WAYMARK ?? "build/waymark";

inFolder((folder) => {
	const area = ["--db", join(folder, "area.db"), "--keys", join(folder, "keys")], out = join(folder, "out.xml");
	const as = ["--as", "manager", "--because", "the yearly return"];
	const run = (...args) => spawnSync(WAYMARK, [...args, ...area], { encoding: "utf8" });
	const make = (...more) => {
		const { status, stderr } = run("export", "cin", "--year", "2026", ...as, "-o", out, ...more);
		return { status, stderr, text: status < 2 ? readFileSync(out, "utf8") : "" };
	};
	const children = (r) => (r.text.match(/<Child>/g) ?? []).length;
	mkdirSync(join(folder, "keys"));
	ok(run("demo", "--children", "60", "--db", area[1]).status === 0, "a demonstration area");
	const july = make("--known-on", "2025-07-31"), march = make("--known-on", "2026-03-31");
	ok(july.status < 2 && march.status < 2 && children(july) > 0 && children(july) < children(march), "what was known in July is less than what was known in March",
		july.stderr, march.stderr, `${children(july)} ${children(march)}`);
	const days = [...july.text.matchAll(/>(\d{4}-\d\d-\d\d)</g)].map((m) => m[1]).filter((d) => d !== "2026-03-31");
	ok(Math.max(...days.filter((d) => !july.text.includes(`ExpectedPersonBirthDate>${d}`)).map((d) => Date.parse(d))) < Date.parse("2025-11-01"), "nothing in it happened long after", days.sort().slice(-3));

	make();
	const codes = Object.keys(check(out).summary), cut = ["4010", "4013", "8600", "8620", "8696", "8715", "8841", "8930"];
	ok(!codes.some((c) => cut.includes(c)), "what began after the year or ended before it is not in its return, and what ended after it was still going on", codes);

	const listed = join(folder, "who.csv"), table = make("--reconcile", listed);
	const rows = readFileSync(listed, "utf8").trim().split(/\r?\n/).slice(1).map((l) => l.split(","));
	const lastYear = (run("export", "cin", "--year", "2025", ...as, "-o", out), readFileSync(out, "utf8"));
	const numbers = (text) => [...text.matchAll(/<LAchildID>([^<]*)</g)].map((m) => m[1]).sort().join();
	const where = (column) => rows.filter((r) => r[column] === "yes").map((r) => r[0]).sort().join();
	ok(where(1) === numbers(table.text) && where(5) === numbers(lastYear), "the table beside it says who is in, this year and the year before", where(1), where(5));
	ok(rows.every((r) => r[2]) && rows.every((r) => (r[6] === "new") === (r[1] === "yes" && r[5] === "no")), "and why, and who is new", ...rows.slice(0, 3));
	ok(rows.some((r) => r[1] === "no" && r[5] === "yes") && rows.filter((r) => r[1] === "no" && r[5] === "yes").every((r) => /^was (open|closed)/.test(r[6])), "and what became of whom the year before held");

	const now = make(), file = join(folder, "more.xml");
	writeFileSync(file, asXml(cleanTables(0, 11)).text);
	const took = run("import", "cin", file, ...as);
	ok(took.status < 2, "eleven more children are written down today", took.stderr);
	ok(children(make()) === children(now) + 11, "today's return has them", children(now));
	ok(make("--known-on", "2025-07-31").text === july.text, "July's return is what it was, to the byte");
	ok(make("--known-on", "2026-03-31").text === march.text, "and March's");
	ok(run("rebuild").status === 0 && make("--known-on", "2025-07-31").text === july.text, "after everything was made again from the journal, too");
	ok(make("--known-on", "2025-02-30").status === 2, "a day that is none is refused");
});
done();
