// SPDX-License-Identifier: AGPL-3.0-or-later
// Files that nobody here wrote (../shared/data/cin/samples): the same is found in a file and in the flat tables that a reader of
// its own makes of it; what is found in the small ones was gone through by hand. And files that are none.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, checkText, done, inFolder, ok, writeTables } from "./cin_file.mjs";

const samples = "../shared/data/cin/samples";

// By hand: every code, and how often.
const byHand = {
	"CIN_Census_2024.xml": "100 1103 1104 1105 1510 1530 2886Q 2887Q 2889 4013 4016 4180×2 8565 8600 8608 8620×2 8696 8715 8897Q 8930",
};

// ---- XML to rows, by a reader that knows nothing of the program's: elements that hold values, and the groups they stand in
const groups = { CINdetails: "CINdetails", Assessments: "Assessments", CINPlanDates: "CINplanDates", Section47: "Section47", ChildProtectionPlans: "ChildProtectionPlans" };
function tablesOf(xml) {
	const t = { Header: [{}], ChildIdentifiers: [], ChildCharacteristics: [], Disabilities: [], CINdetails: [], Assessments: [], CINplanDates: [], Section47: [],
		ChildProtectionPlans: [], Reviews: [], PreProceedings: [] };
	let of = t.Header[0], child, episode, part, outer;
	for (const [, close, name, empty, text] of xml.matchAll(/<(\/?)(\w+)\s*(\/?)>([^<]*)/g)) {
		if (close) {
			if (groups[name] && name !== "CINdetails") of = outer;
			continue;
		}
		if (name === "Child") {
			child = {}, episode = 0, part = 0;
			t.ChildIdentifiers.push(child);
			t.ChildCharacteristics.push((of = { child }));
		} else if (groups[name]) {
			if (name === "CINdetails") episode++;
			else outer = of;
			of = { child, CINdetailsID: String(episode), ...(name === "ChildProtectionPlans" ? { CPPID: String(++part) } : {}) };
			t[groups[name]].push(of);
		} else if (name === "Disability") t.Disabilities.push({ child, Disability: text.trim() });
		else if (name === "CPPreviewDate" || (name === "Reviews" && empty)) t.Reviews.push({ child, CINdetailsID: String(episode), CPPID: String(part), CPPreviewDate: text.trim() });
		else if (name === "AssessmentFactors") (of.AssessmentFactors ??= []).push(text.trim());
		else if (text.trim()) (["Ethnicity"].includes(name) || !child || of !== t.ChildCharacteristics.at(-1) ? of : child)[name] = text.trim();
	}
	for (const rows of Object.values(t))
		for (const r of rows)
			if (r.child) {
				r.LAchildID = r.child.LAchildID;
				delete r.child;
			}
	return t;
}

const told = (findings) => findings.map((f) => [f.code, f.child, ...f.places.map((p) => p.table)].join(" ")).sort();

if (!existsSync(samples)) ok(true, "samples # skip ../shared is not here");
else
	for (const file of readdirSync(samples).filter((f) => f.endsWith(".xml"))) {
		const xml = readFileSync(join(samples, file), "utf8"), { findings, status, summary } = check(join(samples, file));
		ok(status === 1, `${file} is read, and has findings`);
		inFolder((folder) => {
			writeTables(folder, tablesOf(xml));
			const flat = check(folder);
			ok(JSON.stringify(told(flat.findings)) === JSON.stringify(told(findings)), `${file}: the same from flat tables`,
				told(findings).filter((f) => !told(flat.findings).includes(f)).slice(0, 5), told(flat.findings).filter((f) => !told(findings).includes(f)).slice(0, 5));
		});
		if (byHand[file]) {
			const codes = Object.entries(summary).map(([code, n]) => (n > 1 ? `${code}×${n}` : code)).sort().join(" ");
			ok(codes === byHand[file].split(" ").sort().join(" "), `${file}: as gone through by hand`, codes);
		}
	}

// ---- files that are none
const broken = [
	["", /No element begins here/],
	["not XML", /No element begins here/],
	["<Message><Children><Child></Children></Message>", /closing tag/],
	["<Message><Children><Child>", /file is cut/],
	["<Message><Children></Children></Message>", /no child/],
	["<Returns/>", /no census/],
	['<!DOCTYPE Message><Message/>', /DOCTYPE/],
];
for (const [text, why] of broken) {
	const { status, said, unreadable } = checkText(text);
	ok(status === 2 && why.test(said) && why.test(unreadable), `«${text.slice(0, 40)}» is said to be unreadable`, { status, said });
}
ok(check("no/such/file").status === 2, "a file that is not there");
inFolder((folder) => {
	ok(check(folder).status === 2 && /No table/.test(check(folder).said), "a folder without tables");
	writeFileSync(join(folder, "CINdetails.csv"), 'LAchildID,CINreferralDate\nA,"2025\n');
	ok(/give the folder/.test(check(join(folder, "CINdetails.csv")).said), "a single table is no census, and it is said what to give");
	const { status, said } = check(folder);
	ok(status === 2 && /CINdetails\.csv:/.test(said), "a torn table is named", said);
	writeFileSync(join(folder, "CINdetails.csv"), "x,y\n1,2\n");
	const other = check(folder);
	ok(other.status === 2 && /CINdetails\.csv:1: .*no column/.test(other.said), "and one with other columns", other.said);
});

// ---- days and flags in every form, in a child in whom nothing else is wrong but what the day says
const child = (referral, nfa) => `<Message><Header><CollectionDetails><Year>2026</Year><ReferenceDate>31/03/2026</ReferenceDate></CollectionDetails></Header><Children><Child>
	<ChildIdentifiers><LAchildID>A</LAchildID><UPNunknown>UN2</UPNunknown><PersonBirthDate>1/2/2012</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>
	<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>
	<CINdetails><CINreferralDate>${referral}</CINreferralDate><ReferralSource>6</ReferralSource><ReferralNFA>${nfa}</ReferralNFA></CINdetails></Child></Children></Message>`;
const found = (referral, nfa = "1") => Object.keys(checkText(child(referral, nfa)).summary).filter((c) => !/^288[78]Q$/.test(c)).join(" ");
for (const day of ["2026-03-31", "31/03/2026", "31-03-2026", "31.3.2026", "2026/03/31", "20260331", "2026-03-31T00:00:00", "2026-03-31T23:59:59.999Z", "2026-03-31+01:00", "31/03/2026 00:00", " 2026-03-31 "])
	ok(found(day) === "", `«${day}» is 31 March 2026`, found(day));
for (const day of ["2026-04-01", "01/04/2026", "1.4.2026", "20260401", "2026-04-01T00:00:00Z"]) ok(found(day) === "8600", `«${day}» is 1 April 2026`, found(day));
for (const day of ["2026-02-30", "31/13/2026", "03/31/2026", "2026-03", "soon", "31/03/26", "2026-03-31x", "31/03-2026"]) ok(found(day) === "8600", `«${day}» is no day`, found(day));
for (const flag of ["1", "true", "TRUE", "True"]) ok(found("2025-06-02", flag) === "", `«${flag}» is yes`, found("2025-06-02", flag));
for (const flag of ["0", "false", "False"]) ok(found("2025-06-02", flag) === "8540 8610", `«${flag}» is no`, found("2025-06-02", flag));
for (const flag of ["Y", "yes"]) ok(found("2025-06-02", flag) === "8568", `«${flag}» is yes, and not what the form asks for`, found("2025-06-02", flag));
ok(found("2025-06-02", "N") === "8540 8568 8610", "«N» is no, and not what the form asks for", found("2025-06-02", "N"));
done();
