// SPDX-License-Identifier: AGPL-3.0-or-later
// A census of invented children in which no rule finds anything, of any size: eleven children who are known in different ways,
// again and again under other numbers.
//   node tests/returns/clean.mjs CHILDREN [DEFECTS] >census.xml      DEFECTS: one child in so many lacks its ethnicity
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { childrenAsXml } from "./cin_file.mjs";

const letters = "ABCDEFGHJKLMNPQRTUVWXYZ";
export function pupilNumber(serial, authority = "801") {
	const digits = `${authority}18${String(serial).padStart(7, "0")}`;
	return letters[[...digits].reduce((sum, d, i) => sum + Number(d) * (i + 2), 0) % 23] + digits;
}

const born = { Sex: "F", GenderCurrent: "2" };
const kinds = [
	// has many disabilities; there was a letter before proceedings
	(c) => c.child({ UPN: c.upn(), PersonBirthDate: "2013-01-21", ...born }, "BCRB", ["MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS"])
		.episode({ CINreferralDate: "2025-07-07", ReferralSource: "3A", PrimaryNeedCode: "N2", ReferralNFA: "false" })
		.has("Assessments", { AssessmentActualStartDate: "2025-07-08", AssessmentAuthorisationDate: "2025-08-20", AssessmentFactors: ["5A", "6A"] })
		.has("PreProceedings", { PPStartDate: "2025-09-01", LBPSentDate: "2025-09-05", FGDMMeetingOffer: "0" }),
	// was referred, and nothing further was done
	(c) => c.child({ UPN: c.upn(), PersonBirthDate: "2015-05-04", Sex: "M", GenderCurrent: "1" }, "WBRI")
		.episode({ CINreferralDate: "2025-06-02", ReferralSource: "6", ReferralNFA: "1" }),
	// was assessed, and the case closed after it
	(c) => c.child({ UPN: c.upn(), PersonBirthDate: "2012-09-30", ...born }, "APKN", ["NONE"])
		.episode({ CINreferralDate: "2025-05-06", ReferralSource: "2A", PrimaryNeedCode: "N1", CINclosureDate: "2025-07-01", ReasonForClosure: "RC8", ReferralNFA: "0" })
		.has("Assessments", { AssessmentActualStartDate: "2025-05-06", AssessmentAuthorisationDate: "2025-06-20", AssessmentFactors: ["3A", "4B"] }),
	// has had child in need plans since before the year
	(c) => c.child({ UPNunknown: "UN2", PersonBirthDate: "2011-02-28", ...born }, "MWBC", ["AUT"])
		.episode({ CINreferralDate: "2024-11-04", ReferralSource: "1A", PrimaryNeedCode: "N4", ReferralNFA: "0" })
		.has("Assessments", { AssessmentActualStartDate: "2025-03-03", AssessmentAuthorisationDate: "2025-04-15", AssessmentFactors: ["1B"] })
		.has("CINplanDates", { CINPlanStartDate: "2025-04-16", CINPlanEndDate: "2025-09-30" })
		.has("CINplanDates", { CINPlanStartDate: "2025-10-01" }),
	// had a child protection plan, and has a child in need plan now
	(c) => c.child({ UPN: c.upn(), PersonBirthDate: "2010-08-31", Sex: "M", GenderCurrent: "1" }, "BAFR", ["NONE"])
		.episode({ CINreferralDate: "2025-05-12", ReferralSource: "5A", PrimaryNeedCode: "N1", ReferralNFA: "0" })
		.has("Assessments", { AssessmentActualStartDate: "2025-05-12", AssessmentAuthorisationDate: "2025-06-25", AssessmentFactors: ["16A", "17A", "3B"] })
		.has("CINplanDates", { CINPlanStartDate: "2026-01-12" })
		.has("Section47", { S47ActualStartDate: "2025-05-13", InitialCPCtarget: "2025-06-03", DateOfInitialCPC: "2025-06-02", ICPCnotRequired: "false" })
		.has("ChildProtectionPlans", { CPPID: "1", CPPstartDate: "2025-06-02", CPPendDate: "2026-01-12", InitialCategoryOfAbuse: "NEG", LatestCategoryOfAbuse: "EMO", NumberOfPreviousCPP: "0" })
		.has("Reviews", { CPPID: "1", CPPreviewDate: "2025-08-28" })
		.has("Reviews", { CPPID: "1", CPPreviewDate: "2026-01-12" })
		.has("PreProceedings", { PPStartDate: "2025-11-03", LBPSentDate: "2025-11-10", FGDMMeetingOffer: "1", FGDMMeetingFac: "0", InitialPPMeetingDate: "2025-11-20",
			ReviewMeetingsCount: "1", StepDecisionDate: "2026-01-08", PPOutcome: "A", CourtAppDate: "2026-01-20", LetterInitCPDate: "2026-02-02" }),
	// is not born yet
	(c) => c.child({ ExpectedPersonBirthDate: "2026-06-10", Sex: "U", GenderCurrent: "0" }, "NOBT")
		.episode({ CINreferralDate: "2026-01-19", ReferralSource: "3F", PrimaryNeedCode: "N1", ReferralNFA: "0" })
		.has("Assessments", { AssessmentActualStartDate: "2026-02-23" }),
	// came back, and an enquiry found that no conference was needed
	(c) => c.child({ UPN: c.upn(), PersonBirthDate: "2016-03-01", ...born }, "CHNE", ["NONE"])
		.episode({ CINreferralDate: "2025-04-10", ReferralSource: "4", PrimaryNeedCode: "N5", CINclosureDate: "2025-08-15", ReasonForClosure: "RC7", ReferralNFA: "0" })
		.has("Assessments", { AssessmentActualStartDate: "2025-04-10", AssessmentAuthorisationDate: "2025-06-05", AssessmentFactors: ["2B"] })
		.episode({ CINreferralDate: "2025-09-01", ReferralSource: "2B", PrimaryNeedCode: "N1", ReferralNFA: "0" })
		.has("Assessments", { AssessmentActualStartDate: "2025-09-01", AssessmentAuthorisationDate: "2025-10-20", AssessmentFactors: ["4B"] })
		.has("Section47", { S47ActualStartDate: "2025-09-08", ICPCnotRequired: "1" }),
	// moved here with a plan: its conference was held without an enquiry
	(c) => c.child({ UPN: c.upn(), PersonBirthDate: "2014-12-12", ...born }, "AIND", ["BEH"])
		.episode({ CINreferralDate: "2025-09-29", ReferralSource: "5C", PrimaryNeedCode: "N1", DateOfInitialCPC: "2025-10-06", ReferralNFA: "0" })
		.has("ChildProtectionPlans", { CPPID: "1", CPPstartDate: "2025-10-06", InitialCategoryOfAbuse: "PHY", LatestCategoryOfAbuse: "PHY", NumberOfPreviousCPP: "1" })
		.has("Reviews", { CPPID: "1", CPPreviewDate: "2025-12-15" }),
	// died
	(c) => c.child({ UPNunknown: "UN5", PersonBirthDate: "2009-06-06", PersonDeathDate: "2025-11-03", ...born }, "OOTH", ["CON"])
		.episode({ CINreferralDate: "2025-09-03", ReferralSource: "3E", PrimaryNeedCode: "N3", CINclosureDate: "2025-11-10", ReasonForClosure: "RC2", ReferralNFA: "0" })
		.has("Assessments", { AssessmentActualStartDate: "2025-09-03", AssessmentAuthorisationDate: "2025-10-17", AssessmentFactors: ["6B"] })
		.has("CINplanDates", { CINPlanStartDate: "2025-10-20", CINPlanEndDate: "2025-11-03" }),
	// is too young for school; the conference is still to come
	(c) => c.child({ UPNunknown: "UN1", PersonBirthDate: "2023-01-15", ...born }, "REFU", ["NONE"])
		.episode({ CINreferralDate: "2026-03-16", ReferralSource: "3B", PrimaryNeedCode: "N1", ReferralNFA: "0" })
		.has("Assessments", { AssessmentActualStartDate: "2026-03-16" })
		.has("Section47", { S47ActualStartDate: "2026-03-18", InitialCPCtarget: "2026-04-10", ICPCnotRequired: "0" }),
	// is grown up by now
	(c) => c.child({ UPNunknown: "UN3", PersonBirthDate: "2003-10-10", ...born }, "WIRI", ["DDA"])
		.episode({ CINreferralDate: "2025-08-04", ReferralSource: "10", PrimaryNeedCode: "N0", CINclosureDate: "2025-12-01", ReasonForClosure: "RC6", ReferralNFA: "0" })
		.has("Assessments", { AssessmentActualStartDate: "2025-08-05", AssessmentAuthorisationDate: "2025-09-19", AssessmentFactors: ["4C"] }),
];
export const kindCount = kinds.length;

class Rows {
	tables = { ChildIdentifiers: [], ChildCharacteristics: [], Disabilities: [], CINdetails: [], Assessments: [], CINplanDates: [], Section47: [],
		ChildProtectionPlans: [], Reviews: [], PreProceedings: [] };
	next(i) {
		this.i = i;
		this.id = { LAchildID: `C${i}` };
		this.episodes = 0;
		kinds[i % kinds.length](this);
	}
	upn = () => pupilNumber(this.i);
	child(identifiers, ethnicity, disabilities = []) {
		this.tables.ChildIdentifiers.push({ ...this.id, ...identifiers });
		this.tables.ChildCharacteristics.push({ ...this.id, Ethnicity: ethnicity });
		for (const d of disabilities) this.tables.Disabilities.push({ ...this.id, Disability: d });
		return this;
	}
	episode(values) {
		this.of = { ...this.id, CINdetailsID: String(++this.episodes) };
		this.tables.CINdetails.push({ ...this.of, ...values });
		return this;
	}
	has(table, values) {
		this.tables[table].push({ ...this.of, ...values });
		return this;
	}
}

export const header = { Year: "2026", ReferenceDate: "2026-03-31" };
// The rows of children from..to (not included), by table; the form until 2023-24 asked for gender, not sex.
export function cleanTables(from, to, { gender = false } = {}) {
	const rows = new Rows();
	for (let i = from; i < to; i++) rows.next(i);
	for (const r of rows.tables.ChildIdentifiers) delete r[gender ? "Sex" : "GenderCurrent"];
	return { Header: [{ ...header }], ...rows.tables };
}

async function print(children, defects) {
	const out = async (text) => process.stdout.write(text) || (await once(process.stdout, "drain"));
	await out(`<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n<Header><CollectionDetails><Collection>CIN</Collection><Year>${header.Year}</Year>` +
		`<ReferenceDate>${header.ReferenceDate}</ReferenceDate></CollectionDetails></Header>\n<Children>\n`);
	for (let i = 0; i < children; i += 500) {
		const tables = cleanTables(i, Math.min(children, i + 500));
		if (defects) tables.ChildCharacteristics.forEach((r, k) => (i + k) % defects === 0 && delete r.Ethnicity);
		await out(childrenAsXml(tables));
	}
	await out("</Children>\n</Message>\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await print(Number(process.argv[2]), Number(process.argv[3] ?? 0));
