// SPDX-License-Identifier: AGPL-3.0-or-later
// Returns in which much is wrong at once, as real ones are: values of clean children are replaced by others, row by row, from a seed.
// The same is found in the XML, in the flat tables, and in the record that the XML becomes. VARIANTS=200 makes more of them.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asXml, check, done, inFolder, ok, writeTables } from "./cin_file.mjs";
import { cleanTables } from "./clean.mjs";

const WAYMARK = process.env.WAYMARK ?? "build/waymark";
const variants = Number(process.env.VARIANTS ?? 12), seed = Number(process.env.SEED ?? 1);

// mulberry32: small, and the same everywhere
function random(from) {
	let a = from >>> 0;
	return () => {
		a = (a + 0x6d2b79f5) >>> 0;
		let t = Math.imul(a ^ (a >>> 15), 1 | a);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

// Each boundary of the year, the days around it, and days of nobody.
const days = ["2025-03-29", "2025-03-30", "2025-03-31", "2025-04-01", "2025-04-02", "2026-03-30", "2026-03-31", "2026-04-01", "2025-12-25", "2025-12-26", "2026-01-01",
	"2025-08-23", "2025-08-24", "2024-02-29", "2013-03-31", "2013-04-01", "2006-03-31", "2001-03-31", "2019-08-31", "2019-09-01", "2026-12-31", "31/03/2026", "01/04/2025",
	"2025-02-30", "2025-13-01", "soon", null];
const values = {
	LAchildID: null, // who it is stays
	CINdetailsID: null, AssessmentID: null, CPPID: null,
	UPN: ["", "A", "Z80118000001", "A8011800000015", "x123"], FormerUPN: [null, "A80118000000O", "A801180000001"], UPNunknown: ["UN1", "UN2", "UN7", "un3", "UN9", null],
	Sex: ["M", "F", "U", "X", "m", null], GenderCurrent: ["0", "1", "9", "7", null], Ethnicity: ["WBRI", "REFU", "XXXX", null],
	Disability: ["NONE", "MOB", "HEAR", "DEAF"], ReferralSource: ["1A", "5D", "5E", "10", null], PrimaryNeedCode: ["N0", "N1", "N9", "N10", null],
	ReasonForClosure: ["RC1", "RC2", "RC8", "RC9", "RC10", null], ReferralNFA: ["0", "1", "true", "false", "2", null], ICPCnotRequired: ["0", "1", "true", "2", null],
	AssessmentFactors: [["1A"], ["21"], ["21", "1A"], ["18A"], ["19A", "99"], ["8A"], null],
	InitialCategoryOfAbuse: ["NEG", "MUL", "ABC", null], LatestCategoryOfAbuse: ["SAB", "abc", null], NumberOfPreviousCPP: ["0", "3", "-1", "x", null],
	FGDMMeetingOffer: ["0", "1", null], FGDMMeetingFac: ["0", "1", null], ReviewMeetingsCount: ["0", "4", null], PPOutcome: ["A", "D", null],
};

const again = { CINdetails: { CINdetailsID: "9" }, ChildProtectionPlans: { CPPID: "9" } };

function changed(rng) {
	const tables = cleanTables(0, 22);
	const pick = (list) => list[Math.floor(rng() * list.length)];
	for (const [table, rows] of Object.entries(tables)) {
		if (table === "Header") continue;
		for (const row of rows)
			for (const name of Object.keys(row)) {
				if (rng() > 0.06 || values[name] === null) continue;
				row[name] = pick(values[name] ?? days);
			}
		// a row said again, as one of its own; and one that is gone, where nothing belongs to it
		if (!rows.length || table === "ChildIdentifiers" || table === "ChildCharacteristics") continue;
		if (rng() < 0.5) rows.push({ ...pick(rows), ...again[table] });
		if (rng() < 0.3 && !again[table]) rows.splice(Math.floor(rng() * rows.length), 1);
	}
	return tables;
}

// What a record cannot hold: a factor or a disability twice, a review that says nothing. (And a flag said as a word, which none of
// these has: it is an answer in the record, and goes out as 0 or 1.) The area's own return is in another order, so that of two with
// one number another may be the second.
const onlyInFiles = ["8794", "8898", "8842Q"];
const inRecords = (findings) => told(findings.filter((f) => !onlyInFiles.includes(f.code)).map((f) => ({ ...f, places: [...new Set(f.places.map((p) => p.table))].sort().map((table) => ({ table })) })));
const told = (findings) => findings.map((f) => [f.code, f.child, ...f.places.map((p) => p.table)].join(" ")).sort();
const apart = (a, b) => a.filter((x, i) => a.indexOf(x) === i && a.filter((y) => y === x).length !== b.filter((y) => y === x).length).slice(0, 6);

for (let i = 0; i < variants; i++)
	inFolder((folder) => {
		const tables = changed(random(seed * 1000 + i)), year = i % 2 ? 2027 : 2026;
		const xml = join(folder, "census.xml"), out = join(folder, "out.xml"), flat = join(folder, "flat");
		writeFileSync(xml, asXml(tables).text);
		mkdirSync(flat);
		writeTables(flat, tables);
		const inXml = check(xml, { year }), inTables = check(flat, { year });
		ok(inXml.status < 2 && inTables.status < 2, `variant ${i} is read in both forms`, inXml.said, inTables.said);
		const x = told(inXml.findings), t = told(inTables.findings);
		ok(JSON.stringify(x) === JSON.stringify(t), `variant ${i} by ${year}: ${x.length} findings in the XML, and the same in the tables`, apart(x, t), apart(t, x));
		const area = ["--db", join(folder, "area.db"), "--keys", join(folder, "keys")];
		const run = (...args) => spawnSync(WAYMARK, [...args, ...area], { encoding: "utf8", maxBuffer: 1 << 28 });
		mkdirSync(join(folder, "keys"));
		const status = [run("init").status, run("import", "cin", xml).status, run("export", "cin", "--year", "2026", "-o", out).status];
		const before = inRecords(inXml.findings), after = inRecords(check(out, { year }).findings);
		ok(status[2] === 0 && JSON.stringify(before) === JSON.stringify(after), `variant ${i}: the same from the record`, { status }, apart(before, after), apart(after, before));
	});
done();
