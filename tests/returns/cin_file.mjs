// SPDX-License-Identifier: AGPL-3.0-or-later
// Census files made of flat rows: as XML, or as a folder of tables. Each row's line is remembered, so that what is found can be
// traced back to it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WAYMARK = process.env.WAYMARK ?? "build/waymark";
if (!existsSync("capabilities/returns_cin")) {
	console.log("1..0 # skipped: there is no capabilities/returns_cin");
	process.exit(0);
}

const order = {
	ChildIdentifiers: ["LAchildID", "UPN", "FormerUPN", "UPNunknown", "PersonBirthDate", "ExpectedPersonBirthDate", "GenderCurrent", "Sex", "PersonDeathDate"],
	CINdetails: ["CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure", "DateOfInitialCPC"],
	Assessments: ["AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate"],
	CINplanDates: ["CINPlanStartDate", "CINPlanEndDate"],
	Section47: ["S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"],
	ChildProtectionPlans: ["CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "NumberOfPreviousCPP"],
	PreProceedings: ["PPStartDate", "LBPSentDate", "FGDMMeetingOffer", "FGDMMeetingFac", "InitialPPMeetingDate", "ReviewMeetingsCount", "StepDecisionDate",
		"PPOutcome", "CourtAppDate", "LetterInitCPDate"],
};
const nested = ["Assessments", "CINplanDates", "Section47", "ChildProtectionPlans", "PreProceedings"];
const elements = { CINplanDates: "CINPlanDates", PreProceedings: "PreProceedingsandFGDM" };

const absent = (v) => v === null || v === undefined || v === "";
export const escaped = (v) => String(v).replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

// ---- rows to children

function joined(tables) {
	const children = [], byId = new Map();
	const child = (id) => {
		if (!absent(id) && byId.has(id)) return byId.get(id);
		const c = { id, rows: {}, episodes: [] };
		children.push(c);
		if (!absent(id)) byId.set(id, c);
		return c;
	};
	const each = (table, fn) => (tables[table] ?? []).forEach((values, row) => fn({ table, row, values }));
	each("ChildIdentifiers", (r) => {
		let c = absent(r.values.LAchildID) ? child(null) : byId.get(r.values.LAchildID);
		if (!c || c.identifiers) {
			c = { id: r.values.LAchildID, rows: {}, episodes: [] };
			children.push(c);
			if (!byId.has(c.id)) byId.set(c.id, c);
		}
		c.identifiers = r;
	});
	for (const table of ["ChildCharacteristics", "Disabilities"])
		each(table, (r) => (child(r.values.LAchildID).rows[table] ??= []).push(r));
	each("CINdetails", (r) => child(r.values.LAchildID).episodes.push({ key: r.values.CINdetailsID, row: r, inner: [] }));
	const episode = (r) => {
		const c = child(r.values.LAchildID), key = r.values.CINdetailsID;
		let e = key === null ? undefined : c.episodes.find((x) => x.key === key);
		if (!e) c.episodes.push((e = { key, inner: [] }));
		return e;
	};
	for (const table of nested) each(table, (r) => episode(r).inner.push({ ...r, reviews: [] }));
	each("Reviews", (r) => {
		const e = episode(r);
		let plan = e.inner.find((x) => x.table === "ChildProtectionPlans" && x.values.CPPID === r.values.CPPID);
		if (!plan) e.inner.push((plan = { table: "ChildProtectionPlans", row: -1, values: {}, reviews: [] }));
		plan.reviews.push(r);
	});
	return children;
}

// ---- children to XML

class Lines {
	lines = [];
	at = new Map(); // "table:line" to row
	put(text, r) {
		this.lines.push(text);
		if (r) this.at.set(`${r.table}:${this.lines.length}`, r.row);
	}
	value(name, v, r) {
		this.put(absent(v) ? `<${name}/>` : `<${name}>${escaped(v)}</${name}>`, r);
	}
	values(table, values) {
		for (const name of order[table]) if (!absent(values?.[name])) this.value(name, values[name]);
	}
}

function putInner(w, r) {
	const element = elements[r.table] ?? r.table;
	w.put(`<${element}>`, r);
	w.values(r.table, r.values);
	if (r.table === "Assessments") {
		const factors = [r.values.AssessmentFactors ?? []].flat();
		if (factors.length) w.put("<FactorsIdentifiedAtAssessment>");
		for (const f of factors) w.value("AssessmentFactors", f);
		if (factors.length) w.put("</FactorsIdentifiedAtAssessment>");
	}
	for (const review of r.reviews)
		if (absent(review.values.CPPreviewDate)) w.put("<Reviews/>", review);
		else w.put(`<Reviews><CPPreviewDate>${escaped(review.values.CPPreviewDate)}</CPPreviewDate></Reviews>`, review);
	w.put(`</${element}>`);
}

function putChild(w, c) {
	w.put("<Child>", c.identifiers);
	if (c.rows.ChildCharacteristics) w.at.set(`ChildCharacteristics:${w.lines.length}`, c.rows.ChildCharacteristics[0].row);
	w.put("<ChildIdentifiers>");
	w.values("ChildIdentifiers", { LAchildID: c.id, ...c.identifiers?.values });
	w.put("</ChildIdentifiers>");
	w.put("<ChildCharacteristics>");
	if (c.rows.ChildCharacteristics) w.value("Ethnicity", c.rows.ChildCharacteristics[0].values.Ethnicity);
	if (c.rows.Disabilities) w.put("<Disabilities>");
	for (const d of c.rows.Disabilities ?? []) w.value("Disability", d.values.Disability, d);
	if (c.rows.Disabilities) w.put("</Disabilities>");
	w.put("</ChildCharacteristics>");
	for (const e of c.episodes) {
		w.put("<CINdetails>", e.row);
		w.values("CINdetails", e.row?.values);
		for (const r of e.inner.filter((x) => nested.indexOf(x.table) < 3)) putInner(w, r);
		if (!absent(e.row?.values.ReferralNFA)) w.value("ReferralNFA", e.row.values.ReferralNFA);
		for (const r of e.inner.filter((x) => nested.indexOf(x.table) >= 3)) putInner(w, r);
		w.put("</CINdetails>");
	}
	w.put("</Child>");
}

// The text of a census, and row(table, line).
export function asXml(tables, header = tables.Header?.[0]) {
	const w = new Lines();
	w.put('<?xml version="1.0" encoding="UTF-8"?>');
	w.put("<Message>");
	if (header) {
		w.put("<Header>", { table: "Header", row: tables.Header.indexOf(header) });
		w.put("<CollectionDetails>");
		w.put("<Collection>CIN</Collection>");
		for (const name of ["Year", "ReferenceDate"]) if (!absent(header[name])) w.value(name, header[name]);
		w.put("</CollectionDetails>");
		w.put("</Header>");
	}
	w.put("<Children>");
	const children = joined(tables);
	for (const c of children.length ? children : [{ id: "1", rows: {}, episodes: [] }]) putChild(w, c);
	w.put("</Children>");
	w.put("</Message>");
	return { text: w.lines.join("\n") + "\n", row: (table, line) => w.at.get(`${table}:${line}`) };
}

// The children alone, for files that are longer than one wants to hold.
export function childrenAsXml(tables) {
	const w = new Lines();
	for (const c of joined(tables)) putChild(w, c);
	return w.lines.join("\n") + "\n";
}

// ---- the program

const cell = (v) => (absent(v) ? "" : Array.isArray(v) ? `"${v.join(",")}"` : `"${String(v).replaceAll('"', '""')}"`);

export function inFolder(fn) {
	const folder = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), "waymark-cin-"));
	try {
		return fn(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

export function writeTables(folder, tables) {
	for (const [table, rows] of Object.entries(tables)) {
		const names = [...new Set(rows.flatMap(Object.keys))];
		const lines = rows.map((r, i) => [i, ...names.map((n) => cell(r[n]))].join(",")); // counted, as the samples are
		writeFileSync(join(folder, `${table}.csv`), [["", ...names].join(","), ...lines].join("\n") + "\n");
	}
}

// Everything that `waymark check cin` says of a file (text on standard input) or a folder: { status, findings, said, ... }.
export function check(file, { year, text } = {}) {
	const run = spawnSync(WAYMARK, ["check", "cin", file, "--json", ...(year ? ["--year", String(year)] : [])], { input: text, encoding: "utf8", maxBuffer: 1 << 28 });
	if (run.error) throw run.error;
	const answer = run.stdout ? JSON.parse(run.stdout) : { findings: [] };
	return { status: run.status, said: run.stderr, ...answer };
}
export const checkText = (text, options) => check("-", { ...options, text });

// ---- TAP

let tests = 0, failed = 0;
export function ok(is, name, ...why) {
	console.log(`${is ? "ok" : "not ok"} ${++tests} - ${name}`);
	if (is) return;
	failed++;
	for (const line of why) console.log(`# ${typeof line === "string" ? line : JSON.stringify(line)}`);
}
export function done() {
	console.log(`1..${tests}`);
	process.exitCode = failed ? 1 : 0;
}
