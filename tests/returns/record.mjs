// SPDX-License-Identifier: AGPL-3.0-or-later
// What is found in a census file is found in the record that it becomes: each sample (../shared/data/cin/samples) and a clean return
// goes into an area, the area's own return goes out, and the same is found about the same children. Exempt is what a record cannot
// hold, by list.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asXml, check, done, inFolder, ok } from "./cin_file.mjs";
import { cleanTables } from "./clean.mjs";

const WAYMARK = process.env.WAYMARK ?? "build/waymark";
const samples = "../shared/data/cin/samples";
const onlyInFiles = { 8794: "a record holds a disability once", 8898: "an assessment holds a factor once" };

const told = (findings) => findings.filter((f) => !onlyInFiles[f.code]).map((f) => [f.code, f.child, ...f.places.map((p) => p.table)].join(" ")).sort();

function throughRecord(name, file) {
	inFolder((folder) => {
		const area = ["--db", join(folder, "area.db"), "--keys", join(folder, "keys")];
		const run = (...args) => spawnSync(WAYMARK, [...args, ...area], { encoding: "utf8", maxBuffer: 1 << 28 });
		mkdirSync(join(folder, "keys"));
		const year = readFileSync(file, "utf8").match(/<Year>(\d+)/)[1], out = join(folder, "out.xml");
		const status = [run("init").status, run("import", "cin", file).status, run("export", "cin", "--year", year, "-o", out).status];
		const before = check(file).findings, after = check(out).findings;
		ok(status[0] === 0 && status[1] < 2 && status[2] === 0 && JSON.stringify(told(before)) === JSON.stringify(told(after)), `${name}: the same from the record`, { status },
			told(before).filter((f) => !told(after).includes(f)).slice(0, 5), told(after).filter((f) => !told(before).includes(f)).slice(0, 5));
	});
}

if (!existsSync(samples)) ok(true, "samples # skip ../shared is not here");
else for (const f of readdirSync(samples).filter((f) => f.endsWith(".xml"))) throughRecord(f, join(samples, f));
inFolder((folder) => {
	const file = join(folder, "clean.xml");
	writeFileSync(file, asXml(cleanTables(0, 33)).text);
	throughRecord("a clean return", file);
});
for (const [code, why] of Object.entries(onlyInFiles)) console.log(`# ${code} is found in files alone: ${why}`);
done();
