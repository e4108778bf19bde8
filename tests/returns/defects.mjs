// SPDX-License-Identifier: AGPL-3.0-or-later
// For every rule of the census a clean return with that one defect: its code is found and no other; and beside each boundary, on
// the side that is allowed, nothing is. Each return is checked as XML and as tables.
import { existsSync, readFileSync } from "node:fs";
import { asXml, check, checkText, done, inFolder, ok, writeTables } from "./cin_file.mjs";
import { cleanTables, kindCount, pupilNumber } from "./clean.mjs";

// ---- the children of the clean return, by their number
const [disabled, dropped, assessed, planned, protectedOnce, unborn, returned, movedHere, died, waiting, grown] = [...Array(kindCount).keys()].map((i) => `C${i}`);

const rowsOf = (t, table, child) => t[table].filter((r) => r.LAchildID === child);
// Changes of one row: set(table, child, { column: value }) or the nth of them; null takes a value away.
const set = (table, child, values, n = 0) => (t) => Object.assign(rowsOf(t, table, child)[n], values);
const add = (table, child, values) => (t) => t[table].push({ LAchildID: child, CINdetailsID: "1", ...values });
const drop = (table, child) => (t) => (t[table] = t[table].filter((r) => r.LAchildID !== child));
const all = (...changes) => (t) => changes.forEach((c) => c(t));
const header = (values) => (t) => Object.assign(t.Header[0], values);

const identifiers = (child, values) => set("ChildIdentifiers", child, values);
const episode = (child, values, n) => set("CINdetails", child, values, n);
const assessment = (child, values, n) => set("Assessments", child, values, n);
const plan = (child, values, n) => set("CINplanDates", child, values, n);
const enquiry = (child, values) => set("Section47", child, values);
const protection = (child, values, n) => set("ChildProtectionPlans", child, values, n);
const before = (values) => set("PreProceedings", protectedOnce, values);
const upn = (value) => identifiers(returned, { UPN: value });
const without = (...codes) => (t) => (t.Disabilities = t.Disabilities.filter((r) => r.LAchildID !== disabled || !codes.includes(r.Disability)));
const openEpisode = { CINdetailsID: "2", ReferralSource: "1A", PrimaryNeedCode: "N1", ReferralNFA: "0" };

// [code, change, { year, also, xml }]; without a code nothing may be found. `also`: other rules that the same defect must break;
// `xml`: a change of the text itself.
const cases = [
	// ---- the return
	["100", header({ ReferenceDate: "2026-03-30" })],
	["100", header({ ReferenceDate: "2026-04-01" })],
	["100", header({ ReferenceDate: null })],
	["100", header({ ReferenceDate: "soon" })],
	["100", header({ Year: "2025" })],
	[null, header({ ReferenceDate: "31/03/2026" })],
	[null, header({ ReferenceDate: "2026-03-31T00:00:00" })],
	["2883", all(protection(movedHere, { CPPstartDate: "2025-10-07" }), episode(movedHere, { DateOfInitialCPC: "2025-03-31" }), episode(movedHere, { CINreferralDate: "2025-03-28" })),
		{ also: ["2885"] }],
	["2886Q", identifiers(assessed, { Sex: "U" })],
	["2886Q", identifiers(assessed, { Sex: null }), { also: ["4180"] }],
	["2886Q", identifiers(assessed, { GenderCurrent: "0" }), { year: 2024 }],
	[null, identifiers(unborn, { Sex: "U" })],
	["2887Q", without("INC", "COMM", "LD", "HEAR", "VIS")],
	[null, without("COMM", "LD", "HEAR", "VIS")],
	["2888Q", all(without("HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS"), ...Object.entries({ [assessed]: "HAND", [protectedOnce]: "PC", [returned]: "INC", [waiting]: "COMM" })
		.map(([child, Disability]) => set("Disabilities", child, { Disability })))],
	["8995Q", (t) => (t.PreProceedings = []), { year: 2027, also: ["9000Q"] }],
	["9000Q", (t) => t.PreProceedings.forEach((r) => (r.PPStartDate = null)), { year: 2027 }],

	// ---- the child's numbers
	["8500", all(), { xml: (text) => text.replace("<LAchildID>C1</LAchildID>\n", "") }],
	["8510", all(), { children: 13, xml: (text) => text.replace("<LAchildID>C12</LAchildID>", "<LAchildID>C1</LAchildID>") }],
	["1570", (t) => rename(t, dropped, "A12345678901234567890"), {}],
	[null, (t) => rename(t, dropped, "A1234567890123456789")],
	[null, (t) => rename(t, dropped, "A12345678901234567890-"), { year: 2024 }],
	["1580", (t) => rename(t, dropped, "A-1")],
	["1580", (t) => rename(t, dropped, "A 1")],
	["1580", (t) => rename(t, dropped, "Aé1")],
	[null, (t) => rename(t, dropped, "az09")],
	["1510", upn(`A${pupilNumber(6).slice(1)}`)],
	["1510", upn(pupilNumber(6).slice(0, 12) + String((Number(pupilNumber(6)[12]) + 1) % 10))],
	["1520", identifiers(returned, { UPN: pupilNumber(7) })],
	["1530", upn(pupilNumber(6, "814"))],
	["1530", upn(pupilNumber(6, "944"))],
	["1530", upn(pupilNumber(6, "943")), { year: 2023 }],
	[null, upn(pupilNumber(6, "943")), { year: 2024 }],
	[null, upn(pupilNumber(6, "941")), { year: 2023 }],
	["1540", upn(`${pupilNumber(6).slice(0, 6)}X${pupilNumber(6).slice(7)}`)],
	["1550", upn(`${pupilNumber(6).slice(0, 12)}S`)],
	["1550", upn(`${pupilNumber(6).slice(0, 12)}I`)],
	["1550", upn(pupilNumber(6).slice(0, 12))],
	["1560Q", identifiers(returned, { FormerUPN: "A80118000000" })],
	["1560Q", identifiers(returned, { FormerUPN: "A8011800000066" })],
	["1560Q", identifiers(returned, { FormerUPN: "A80118000000O" })],
	[null, identifiers(returned, { FormerUPN: "A80118000000B" })],
	["8770Q", identifiers(planned, { UPNunknown: null })],
	["8770Q", identifiers(planned, { UPNunknown: "UN1" })],
	["8770Q", identifiers(waiting, { PersonBirthDate: "2020-08-31" })],
	[null, identifiers(waiting, { PersonBirthDate: "2020-09-01" })],
	["8770Q", identifiers(waiting, { PersonBirthDate: "2020-03-30" }), { year: 2024 }],
	[null, identifiers(waiting, { PersonBirthDate: "2020-03-31" }), { year: 2024 }],
	[null, identifiers(planned, { UPNunknown: "un2" })],
	[null, all(identifiers(dropped, { UPN: null })), {}],
	["8772", identifiers(planned, { UPNunknown: "UN7" })],
	[null, identifiers(dropped, { UPN: null, UPNunknown: "UN7" })],

	// ---- born, expected, died
	["8520", all(identifiers(unborn, { ExpectedPersonBirthDate: null, PersonBirthDate: "2026-04-01", Sex: "F" }), add("Disabilities", unborn, { Disability: "NONE" }))],
	[null, all(identifiers(unborn, { ExpectedPersonBirthDate: null, PersonBirthDate: "2026-03-31", Sex: "F" }), add("Disabilities", unborn, { Disability: "NONE" }))],
	["8525Q", identifiers(waiting, { ExpectedPersonBirthDate: "2026-03-31" })],
	["8525Q", identifiers(dropped, { PersonBirthDate: null })],
	["8530Q", identifiers(unborn, { ExpectedPersonBirthDate: "2026-02-28" })],
	[null, identifiers(unborn, { ExpectedPersonBirthDate: "2026-03-01" })],
	[null, all(identifiers(unborn, { ExpectedPersonBirthDate: "2026-12-31" }), episode(unborn, { CINreferralDate: "2026-03-26" }), drop("Assessments", unborn))],
	["8530Q", all(identifiers(unborn, { ExpectedPersonBirthDate: "2027-01-01" }), episode(unborn, { CINreferralDate: "2026-03-31" }), drop("Assessments", unborn))],
	["8535Q", all(identifiers(dropped, { PersonDeathDate: "2025-06-10", PersonBirthDate: "2025-06-11" }))],
	[null, all(identifiers(dropped, { PersonDeathDate: "2025-06-10", PersonBirthDate: "2025-06-10" }))],
	["8545Q", all(identifiers(died, { PersonDeathDate: "2026-04-01" }))],
	["8545Q", all(identifiers(dropped, { PersonDeathDate: "2025-03-31" })), { also: ["8555Q"] }],
	[null, identifiers(died, { PersonDeathDate: "2026-03-31" })],
	[null, all(identifiers(dropped, { PersonDeathDate: "2025-04-01" }), episode(dropped, { CINreferralDate: "2025-04-01" }))],
	["8606", all(episode(unborn, { CINreferralDate: "2025-09-02" }))],
	[null, all(episode(unborn, { CINreferralDate: "2025-09-03" }))],
	["8606", all(identifiers(waiting, { PersonBirthDate: "2026-12-22" })), { also: ["8520"] }],
	["8775Q", identifiers(planned, { PersonBirthDate: "2001-03-30" })],
	[null, identifiers(planned, { PersonBirthDate: "2001-03-31" })],
	["8775Q", identifiers(grown, { PersonBirthDate: "2000-11-30" })],
	[null, identifiers(grown, { PersonBirthDate: "2000-12-01" })],
	["8590", drop("CINdetails", dropped)],
	["8555Q", all(identifiers(dropped, { PersonDeathDate: "2025-06-01" }))],
	[null, all(identifiers(dropped, { PersonDeathDate: "2025-06-02" }))],
	["8585Q", identifiers(died, { PersonDeathDate: null })],

	// ---- sex, ethnicity, disability
	["4180", identifiers(assessed, { Sex: "X" })],
	["4180", identifiers(assessed, { Sex: "m" })],
	["4180", identifiers(assessed, { GenderCurrent: "3" }), { year: 2024 }],
	[null, identifiers(assessed, { GenderCurrent: "9" }), { year: 2024 }],
	["8750", identifiers(unborn, { Sex: "F" })],
	["8750", identifiers(unborn, { GenderCurrent: "1" }), { year: 2024 }],
	["4220", set("ChildCharacteristics", assessed, { Ethnicity: null })],
	["4220", set("ChildCharacteristics", assessed, { Ethnicity: "WBRX" })],
	["8540", drop("Disabilities", assessed)],
	["8540", set("Disabilities", assessed, { Disability: "DEAF" })],
	[null, drop("Disabilities", unborn)],
	["8790", add("Disabilities", assessed, { Disability: "MOB" })],
	["8794", add("Disabilities", movedHere, { Disability: "BEH" })],

	// ---- the referral
	["8600", episode(dropped, { CINreferralDate: null })],
	["8600", episode(dropped, { CINreferralDate: "2026-04-01" })],
	[null, episode(dropped, { CINreferralDate: "2026-03-31" })],
	["8866", episode(assessed, { ReferralSource: null })],
	["8866", episode(assessed, { ReferralSource: "5E" })],
	["8866", episode(planned, { CINreferralDate: "2013-04-01", ReferralSource: null })],
	[null, episode(planned, { CINreferralDate: "2013-03-31", ReferralSource: null })],
	["8568", episode(planned, { ReferralNFA: null })],
	["8568", episode(planned, { ReferralNFA: "no" })],
	["8568", episode(planned, { ReferralNFA: "2" })],
	[null, episode(planned, { ReferralNFA: "FALSE" })],
	["8569Q", episode(dropped, { CINreferralDate: "2025-03-30" })],
	[null, episode(dropped, { CINreferralDate: "2025-03-31" })],
	["8610", episode(planned, { PrimaryNeedCode: null })],
	[null, episode(dropped, { PrimaryNeedCode: null })],
	["8650", episode(planned, { PrimaryNeedCode: "N10" })],
	["8620", episode(grown, { CINclosureDate: "2026-04-01" })],
	["8620", all(episode(grown, { CINclosureDate: "2025-03-31", CINreferralDate: "2025-03-03" }), drop("Assessments", grown))],
	[null, episode(grown, { CINclosureDate: "2026-03-31" })],
	[null, all(episode(grown, { CINclosureDate: "2025-04-01", CINreferralDate: "2025-03-03" }), drop("Assessments", grown))],
	["8630", all(episode(grown, { CINclosureDate: "2025-08-03" }), drop("Assessments", grown))],
	[null, all(episode(grown, { CINclosureDate: "2025-08-04" }), drop("Assessments", grown))],
	["8640", episode(grown, { ReasonForClosure: "RC10" })],
	["8805", episode(grown, { ReasonForClosure: null })],
	["8810", episode(planned, { ReasonForClosure: "RC7" })],
	["8565", episode(grown, { CINclosureDate: "2025-09-18" })],
	[null, episode(grown, { CINclosureDate: "2025-09-19" })],
	["8565", all(episode(died, { CINclosureDate: "2025-11-02" }))],
	["8565", all(episode(movedHere, { CINclosureDate: "2025-10-05", ReasonForClosure: "RC5" }))],
	[null, all(episode(movedHere, { CINclosureDate: "2025-10-06", ReasonForClosure: "RC5" }))],
	["2990", all(episode(movedHere, { CINclosureDate: "2026-02-06", ReasonForClosure: "RC8" })), { also: ["8825Q"] }],
	["2990", episode(assessed, { DateOfInitialCPC: "2025-06-20" })],
	["2990", add("CINplanDates", assessed, { CINPlanStartDate: "2025-06-20", CINPlanEndDate: "2025-06-23" })],
	["2990", add("Section47", assessed, { S47ActualStartDate: "2025-06-20", ICPCnotRequired: "1" })],
	["2990", episode(returned, { ReasonForClosure: "RC9", CINclosureDate: "2026-01-05" }, 1)],
	["8825Q", drop("Assessments", assessed)],
	["8831", add("Assessments", dropped, { AssessmentActualStartDate: "2025-06-02", AssessmentAuthorisationDate: "2025-06-03", AssessmentFactors: ["1A"] })],
	["8831", add("Section47", dropped, { S47ActualStartDate: "2025-06-02", ICPCnotRequired: "1" }), { also: ["2991Q"] }],
	["8832", add("ChildProtectionPlans", dropped, { CPPID: "1", CPPstartDate: "2025-06-02", InitialCategoryOfAbuse: "NEG", LatestCategoryOfAbuse: "NEG", NumberOfPreviousCPP: "0" }),
		{ also: ["2885", "2883"] }],
	["8832", all(add("ChildProtectionPlans", dropped, { CPPID: "1", CPPstartDate: "2025-03-12", InitialCategoryOfAbuse: "NEG", LatestCategoryOfAbuse: "NEG", NumberOfPreviousCPP: "0" }),
		episode(dropped, { CINreferralDate: "2025-03-31" })), { also: ["1105"] }],
	["8815", add("CINdetails", planned, { ...openEpisode, CINreferralDate: "2024-11-04" }), { also: ["8816", "8820"] }],
	["8816", all(episode(returned, { CINclosureDate: null, ReasonForClosure: null, ReferralNFA: "0" }), episode(returned, { CINclosureDate: "2026-01-05", ReasonForClosure: "RC7" }, 1)),
		{ also: ["8820"] }],
	["8820", episode(returned, { CINclosureDate: "2025-09-02" })],
	[null, episode(returned, { CINclosureDate: "2025-09-01" })],
	["8820", add("CINdetails", planned, { CINdetailsID: "2", ReferralSource: "6", ReferralNFA: "1", CINreferralDate: "2024-11-04" }), { also: ["8569Q"] }],
	["8820", add("CINdetails", planned, { CINdetailsID: "2", ReferralSource: "6", ReferralNFA: "1", CINreferralDate: "2026-03-31" }), { also: ["8816"] }],

	// ---- assessments
	["1103", assessment(planned, { AssessmentActualStartDate: "2024-11-03" })],
	[null, assessment(planned, { AssessmentActualStartDate: "2024-11-04" })],
	["8608", assessment(grown, { AssessmentActualStartDate: "2025-09-20" })],
	[null, assessment(grown, { AssessmentActualStartDate: "2025-09-19" })],
	["8696", assessment(planned, { AssessmentAuthorisationDate: "2025-03-31", AssessmentFactors: null })],
	["8696", assessment(planned, { AssessmentAuthorisationDate: "2026-04-01" })],
	[null, assessment(planned, { AssessmentAuthorisationDate: "2025-04-01" })],
	[null, assessment(planned, { AssessmentAuthorisationDate: "2026-03-31" })],
	["8736", assessment(planned, { AssessmentActualStartDate: "2025-03-31", AssessmentAuthorisationDate: null, AssessmentFactors: null }), { also: ["8670Q"] }],
	["8736", assessment(unborn, { AssessmentActualStartDate: "2026-04-01" })],
	["8670Q", assessment(planned, { AssessmentActualStartDate: "2025-04-01", AssessmentAuthorisationDate: null, AssessmentFactors: null })],
	["8670Q", assessment(unborn, { AssessmentActualStartDate: "2026-01-27" })],
	[null, assessment(unborn, { AssessmentActualStartDate: "2026-01-28" })],
	["8863Q", add("Assessments", planned, { AssessmentActualStartDate: "2025-04-15", AssessmentAuthorisationDate: "2025-05-15", AssessmentFactors: ["1A"] })],
	[null, add("Assessments", planned, { AssessmentActualStartDate: "2025-04-16", AssessmentAuthorisationDate: "2025-05-15", AssessmentFactors: ["1A"] })],
	["8863Q", add("Assessments", unborn, { AssessmentActualStartDate: "2026-03-31", AssessmentAuthorisationDate: "2026-03-31", AssessmentFactors: ["1A"] })],
	["8867", assessment(grown, { AssessmentAuthorisationDate: null, AssessmentFactors: null }), { also: ["8670Q"] }],
	["8867", all(assessment(grown, { AssessmentActualStartDate: "2026-03-02", AssessmentAuthorisationDate: null, AssessmentFactors: null }), episode(grown, { CINclosureDate: "2026-03-30" }))],
	["8896", add("Assessments", unborn, { AssessmentActualStartDate: "2026-02-24" }), { also: ["8863Q"] }],
	["8614", assessment(unborn, { AssessmentFactors: ["1A"] })],
	["8897Q", assessment(grown, { AssessmentFactors: null })],
	["8897Q", assessment(grown, { AssessmentFactors: ["8A"] })],
	["8897Q", assessment(grown, { AssessmentFactors: ["1A", "26A"] })],
	[null, assessment(grown, { AssessmentFactors: ["1a", "24A"] })],
	["8898", assessment(grown, { AssessmentFactors: ["1A", "4B", "1A"] })],
	["8869", assessment(grown, { AssessmentFactors: ["21", "4B"] }), { also: ["8873Q"] }],
	["8869", all(assessment(assessed, { AssessmentFactors: ["21", "4B"] }))],
	["8873Q", assessment(grown, { AssessmentFactors: ["21"] })],
	[null, assessment(assessed, { AssessmentFactors: ["21"] })],
	["8945Q", assessment(grown, { AssessmentFactors: ["18A"] })],
	[null, assessment(grown, { AssessmentFactors: ["18A"] }), { year: 2024 }],
	["8950Q", assessment(grown, { AssessmentFactors: ["19A"] })],
	[null, assessment(grown, { AssessmentFactors: ["19C", "18B"] })],

	// ---- child in need plans
	["4000", add("CINplanDates", dropped, { CINPlanStartDate: "2025-06-03", CINPlanEndDate: "2025-07-03" })],
	["4001", protection(protectedOnce, { CPPendDate: null }), { also: ["4003", "4016"] }],
	["4001", all(plan(protectedOnce, { CINPlanStartDate: "2025-05-20" }), protection(protectedOnce, { CPPendDate: null }), drop("Reviews", protectedOnce)), { also: ["4017"] }],
	["4003", set("Reviews", protectedOnce, { CPPreviewDate: "2026-01-13" }, 1)],
	[null, set("Reviews", protectedOnce, { CPPreviewDate: "2026-01-11" }, 1)],
	["4004", plan(planned, { CINPlanEndDate: null }), { also: ["4014"] }],
	["4008", all(plan(died, { CINPlanStartDate: "2025-11-04", CINPlanEndDate: null }))],
	[null, all(plan(died, { CINPlanStartDate: "2025-11-03", CINPlanEndDate: null }))],
	["4009Q", plan(died, { CINPlanEndDate: "2025-11-04" })],
	["4010", plan(planned, { CINPlanStartDate: null }, 1)],
	["4010", plan(planned, { CINPlanStartDate: "2026-04-01" }, 1)],
	[null, plan(planned, { CINPlanStartDate: "2026-03-31" }, 1)],
	["4011", plan(planned, { CINPlanEndDate: "2025-04-15" })],
	["4012Q", plan(planned, { CINPlanEndDate: "2025-04-16" })],
	[null, plan(planned, { CINPlanEndDate: "2025-04-17" })],
	["4013", plan(planned, { CINPlanStartDate: "2025-03-03", CINPlanEndDate: "2025-03-31" })],
	["4013", plan(planned, { CINPlanEndDate: "2026-04-01" }, 1)],
	[null, plan(planned, { CINPlanStartDate: "2025-03-03", CINPlanEndDate: "2025-04-01" })],
	[null, plan(planned, { CINPlanEndDate: "2026-03-31" }, 1)],
	["4014", plan(planned, { CINPlanEndDate: "2025-10-01" })],
	["4015", plan(planned, { CINPlanStartDate: "2024-11-03" })],
	[null, plan(planned, { CINPlanStartDate: "2024-11-04" })],
	["4016", plan(protectedOnce, { CINPlanStartDate: "2026-01-11" })],
	["4016", add("CINplanDates", movedHere, { CINPlanStartDate: "2026-03-31", CINPlanEndDate: "2026-03-31" }), { also: ["4012Q"] }],
	["4017", add("CINplanDates", protectedOnce, { CINPlanStartDate: "2025-05-20", CINPlanEndDate: "2025-06-03" })],
	[null, add("CINplanDates", protectedOnce, { CINPlanStartDate: "2025-05-20", CINPlanEndDate: "2025-06-02" })],

	// ---- enquiries and conferences
	["2889", enquiry(protectedOnce, { S47ActualStartDate: "2025-05-11" })],
	[null, enquiry(protectedOnce, { S47ActualStartDate: "2025-05-12" })],
	["1104", all(enquiry(returned, { S47ActualStartDate: null, DateOfInitialCPC: "2025-08-29", ICPCnotRequired: "0" })), { also: ["8615"] }],
	["8615", enquiry(protectedOnce, { S47ActualStartDate: null })],
	["8615", enquiry(protectedOnce, { S47ActualStartDate: "2025-06-03" })],
	[null, enquiry(protectedOnce, { S47ActualStartDate: "2025-06-02" })],
	["8715", enquiry(waiting, { DateOfInitialCPC: "2026-04-01" })],
	[null, enquiry(waiting, { DateOfInitialCPC: "2026-03-31" })],
	["8740", enquiry(waiting, { S47ActualStartDate: "2026-04-01" })],
	["8740", all(add("Section47", planned, { S47ActualStartDate: "2025-03-31", ICPCnotRequired: "0" })), { also: ["8675Q"] }],
	["8675Q", all(add("Section47", planned, { S47ActualStartDate: "2025-04-01", ICPCnotRequired: "0" }))],
	["8675Q", enquiry(returned, { S47ActualStartDate: "2026-03-10", ICPCnotRequired: "0" })],
	[null, enquiry(returned, { S47ActualStartDate: "2026-03-11", ICPCnotRequired: "0" })],
	[null, enquiry(returned, { S47ActualStartDate: "2026-03-10", ICPCnotRequired: "true" })],
	["8870Q", enquiry(protectedOnce, { InitialCPCtarget: "2025-05-31" })],
	["8870Q", enquiry(protectedOnce, { InitialCPCtarget: "2025-06-01" })],
	[null, enquiry(protectedOnce, { InitialCPCtarget: "2025-05-30" })],
	["8875", all(enquiry(waiting, { DateOfInitialCPC: "2026-03-28" }))],
	["8875", all(enquiry(waiting, { DateOfInitialCPC: "2026-03-29" }))],
	[null, all(enquiry(waiting, { DateOfInitialCPC: "2026-03-27" }))],
	["2991Q", drop("Assessments", protectedOnce)],
	["8868", all(enquiry(returned, { ICPCnotRequired: "0", S47ActualStartDate: "2026-03-11" }), episode(returned, { CINclosureDate: "2026-03-20", ReasonForClosure: "RC7" }, 1))],
	["8868", all(enquiry(returned, { DateOfInitialCPC: "2025-09-15" }), episode(returned, { CINclosureDate: "2026-03-20", ReasonForClosure: "RC7" }, 1))],
	["8839", add("Section47", waiting, { S47ActualStartDate: "2026-03-17", ICPCnotRequired: "0" }), { also: ["8890"] }],
	["8890", add("Section47", protectedOnce, { S47ActualStartDate: "2025-06-02", ICPCnotRequired: "1" })],
	[null, add("Section47", protectedOnce, { S47ActualStartDate: "2025-06-03", ICPCnotRequired: "1" })],
	["8890", add("Section47", waiting, { S47ActualStartDate: "2026-03-31", ICPCnotRequired: "1" })],
	["2884", episode(protectedOnce, { DateOfInitialCPC: "2025-06-02" })],
	[null, episode(protectedOnce, { DateOfInitialCPC: "2025-06-03" })],

	// ---- child protection plans
	["8720", protection(movedHere, { CPPstartDate: null })],
	["8720", protection(movedHere, { CPPstartDate: "2026-04-01" }), { also: ["8841"] }],
	["8840", all(protection(movedHere, { CPPendDate: "2025-10-06" }), drop("Reviews", movedHere))],
	["8925", all(protection(movedHere, { CPPendDate: "2025-10-05" }), drop("Reviews", movedHere))],
	[null, all(protection(movedHere, { CPPendDate: "2025-10-07" }), drop("Reviews", movedHere))],
	["8930", all(protection(movedHere, { CPPendDate: "2026-04-01" }))],
	[null, all(protection(movedHere, { CPPendDate: "2026-03-31" }))],
	["8905", protection(movedHere, { InitialCategoryOfAbuse: null })],
	["8905", protection(movedHere, { InitialCategoryOfAbuse: "PHYS" })],
	["8910", protection(movedHere, { LatestCategoryOfAbuse: "NON" })],
	["8730", protection(movedHere, { NumberOfPreviousCPP: null })],
	["8730", protection(movedHere, { NumberOfPreviousCPP: "-1" })],
	["1105", all(protection(movedHere, { CPPstartDate: "2025-09-28" })), { also: ["2885"] }],
	["1105", all(protection(movedHere, { CPPstartDate: "2025-03-27" }), episode(movedHere, { CINreferralDate: "2025-03-28" }))],
	["2885", protection(movedHere, { CPPstartDate: "2025-10-07" })],
	["2885", protection(protectedOnce, { CPPstartDate: "2025-06-03" })],
	["2885", all(enquiry(protectedOnce, { DateOfInitialCPC: null, S47ActualStartDate: "2026-03-18" }), episode(protectedOnce, { DateOfInitialCPC: "2025-06-02" }))],
	[null, all(enquiry(protectedOnce, { DateOfInitialCPC: null, ICPCnotRequired: "1" }), episode(protectedOnce, { DateOfInitialCPC: "2025-06-02" }))],
	[null, all(protection(movedHere, { CPPstartDate: "2025-03-31" }), episode(movedHere, { CINreferralDate: "2025-03-28" }))],
	["8935", all(add("ChildProtectionPlans", movedHere, { CPPID: "2", CPPstartDate: "2025-10-06", InitialCategoryOfAbuse: "PHY", LatestCategoryOfAbuse: "PHY", NumberOfPreviousCPP: "1" }),
		add("Section47", returned, { CINdetailsID: "2", S47ActualStartDate: "2025-11-03", DateOfInitialCPC: "2025-11-10", ICPCnotRequired: "0" })), { also: ["8940"] }],
	["8940", all(protection(movedHere, { CPPendDate: "2026-01-05" }), add("Section47", movedHere, { S47ActualStartDate: "2026-01-05", DateOfInitialCPC: "2026-01-05", ICPCnotRequired: "1" }),
		add("Assessments", movedHere, { AssessmentActualStartDate: "2026-03-03" }),
		add("ChildProtectionPlans", movedHere, { CPPID: "2", CPPstartDate: "2026-01-05", InitialCategoryOfAbuse: "PHY", LatestCategoryOfAbuse: "PHY", NumberOfPreviousCPP: "2" }))],
	[null, all(protection(movedHere, { CPPendDate: "2026-01-04" }), add("Section47", movedHere, { S47ActualStartDate: "2026-01-05", DateOfInitialCPC: "2026-01-05", ICPCnotRequired: "1" }),
		add("Assessments", movedHere, { AssessmentActualStartDate: "2026-03-03" }),
		add("ChildProtectionPlans", movedHere, { CPPID: "2", CPPstartDate: "2026-01-05", InitialCategoryOfAbuse: "PHY", LatestCategoryOfAbuse: "PHY", NumberOfPreviousCPP: "2" }))],
	["8842Q", set("Reviews", movedHere, { CPPreviewDate: null })],
	["8841", set("Reviews", movedHere, { CPPreviewDate: "2025-10-06" })],
	[null, set("Reviews", movedHere, { CPPreviewDate: "2025-10-07" })],
	["8915", all(identifiers(movedHere, { PersonDeathDate: "2025-10-05" }))],
	[null, all(identifiers(movedHere, { PersonDeathDate: "2025-10-06" }))],
	["8920", all(identifiers(movedHere, { PersonDeathDate: "2026-02-01" }), protection(movedHere, { CPPendDate: "2026-02-02" }))],
	[null, all(identifiers(movedHere, { PersonDeathDate: "2026-02-02" }), protection(movedHere, { CPPendDate: "2026-02-02" }))],

	// ---- before care proceedings
	...[
		["9005", before({ PPStartDate: "2025-03-31" })],
		[null, before({ PPStartDate: "2025-04-01" })],
		["9006", before({ LBPSentDate: "2025-11-02" })],
		[null, before({ LBPSentDate: "2025-11-03" })],
		["9006", before({ LBPSentDate: "2026-04-01" })],
		["9007", before({ FGDMMeetingOffer: null, FGDMMeetingFac: null })],
		["9008", before({ InitialPPMeetingDate: "2026-04-01" })],
		["9008", before({ InitialPPMeetingDate: "2025-03-31" })],
		["9009", before({ StepDecisionDate: "2025-11-02" })],
		[null, before({ StepDecisionDate: "2025-11-03" })],
		["9010Q", before({ FGDMMeetingFac: null })],
		[null, before({ FGDMMeetingOffer: "0", FGDMMeetingFac: null })],
		["9011", before({ PPOutcome: "D" })],
		[null, before({ PPOutcome: null })],
		["9012", before({ CourtAppDate: "2026-01-07" })],
		[null, before({ CourtAppDate: "2026-01-08" })],
		["9013", before({ LetterInitCPDate: "2026-01-19" })],
		[null, before({ LetterInitCPDate: "2026-01-20" })],
		["9013", before({ LetterInitCPDate: "2026-04-01" })],
		["9015Q", before({ ReviewMeetingsCount: null })],
		[null, before({ ReviewMeetingsCount: "0" })],
	].map(([code, change]) => [code, change, { year: 2027 }]),
	[null, before({ PPStartDate: "2020-01-01", PPOutcome: "D" }), { year: 2026 }],
];

// Another number for a child, in all its tables.
function rename(t, child, to) {
	for (const rows of Object.values(t)) for (const r of rows) if (r.LAchildID === child) r.LAchildID = to;
}

// ---- each of them

const codesOf = (findings) => [...new Set(findings.map((f) => f.code))].sort();
// What is found: code, child and the tables that it is about.
const told = (findings) => findings.map((f) => [f.code, f.child, ...f.places.map((p) => p.table)].join(" ")).sort();

function one([code, change, { year, also = [], children = kindCount, xml: edit } = {}], i) {
	const tables = cleanTables(0, children, { gender: year < 2025 });
	change(tables);
	const expected = code ? [code, ...also].sort() : [];
	const name = `${code ?? "nothing"} by ${year ?? 2026}, case ${i + 1}`;
	const text = asXml(tables).text;
	const xml = checkText(edit ? edit(text) : text, { year });
	const got = codesOf(xml.findings);
	ok(JSON.stringify(got) === JSON.stringify(expected), name, String(change).slice(0, 200), { expected, got }, ...xml.findings.slice(0, 4).map((f) => f.code + " " + JSON.stringify(f.places)));
	ok(xml.status === (expected.length ? 1 : 0), `${name}: exit`);
	if (edit) return got; // what tables cannot say in the same way
	inFolder((folder) => {
		writeTables(folder, tables);
		const flat = check(folder, { year });
		ok(JSON.stringify(told(flat.findings)) === JSON.stringify(told(xml.findings)), `${name}: the same from tables`, told(flat.findings), told(xml.findings));
	});
	return got;
}

const fired = new Set();
cases.forEach((c, i) => {
	const got = one(c, i);
	if (c[0] && got.includes(c[0])) fired.add(c[0]);
});

// Every rule has a case of its own in which it was found.
const words = readFileSync("capabilities/returns_cin/rules.yaml", "utf8");
const codes = [...new Set([...words.matchAll(/- code: "(\w+)"/g)].map((m) => m[1]))];
ok(codes.every((c) => fired.has(c)), "every rule was broken by a case of its own", codes.filter((c) => !fired.has(c)));
if (existsSync("../shared/data/cin/cin_rules.csv")) {
	const known = readFileSync("../shared/data/cin/cin_rules.csv", "utf8").trim().split("\n").slice(1).map((l) => l.split(",")[0]);
	ok(JSON.stringify([...known].sort()) === JSON.stringify([...codes].sort()), `the rules are the ${known.length} that are known`, codes.filter((c) => !known.includes(c)));
} else ok(true, "the list of rules # skip ../shared is not here");

for (const n of [1, 2, 11, 250])
	for (const year of [2023, 2024, 2025, 2026, 2027]) {
		const { findings, status } = checkText(asXml(cleanTables(0, n, { gender: year < 2025 })).text, { year });
		ok(!findings.length && status === 0, `nothing is found in ${n} clean children by ${year}`, codesOf(findings));
	}
done();
