# SPDX-License-Identifier: AGPL-3.0-or-later
# A census of invented children: awk -v children=20000 -f census.awk > census.xml. The same number gives the same file.
function roll(n) { seed = (seed * 16807) % 2147483647; return seed % n }
function day(from, span,   d) { d = from + roll(span); last = d; return stamp(d) }
function stamp(d,   y, m) { # days since 2024-01-01, months of 28 days: every one of them is there
	m = int(d / 28); y = 2024 + int(m / 12)
	return sprintf("%04d-%02d-%02d", y, m % 12 + 1, d % 28 + 1)
}
function e(depth, name, text) { printf "%*s<%s>%s</%s>\n", depth, "", name, text, name }
BEGIN {
	seed = 2011
	split("N1 N2 N3 N4 N5 N6 N7 N8", need); split("1A 2A 3A 3B 5D 6 8 9", by); split("NEG PHY SAB EMO", abuse)
	split("WBRI APKN BCRB MWBC AIND BAFR CHNE NOBT", ethnic); split("1A 1B 3B 4B 16A 17A 21 24A", factor)
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message>\n<Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>" \
	      "<ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>999</LEA>" \
	      "<SerialNo>001</SerialNo><DateTime>2026-05-01T09:00:00</DateTime></Source></Header>\n<Children>"
	for (i = 1; i <= children; i++) {
		print " <Child>\n  <ChildIdentifiers>"
		e(3, "LAchildID", sprintf("C%07d", i)); e(3, "UPNunknown", "UN1"); e(3, "PersonBirthDate", sprintf("%04d-%02d-%02d", 2008 + roll(17), 1 + roll(12), 1 + roll(28)))
		e(3, "Sex", roll(2) ? "F" : "M")
		print "  </ChildIdentifiers>\n  <ChildCharacteristics>"; e(3, "Ethnicity", ethnic[1 + roll(8)]); print "  </ChildCharacteristics>\n  <CINdetails>"
		e(3, "CINreferralDate", day(336, 300)); start = last; e(3, "ReferralSource", by[1 + roll(8)]); e(3, "PrimaryNeedCode", need[1 + roll(8)])
		if (roll(2)) { e(3, "CINclosureDate", stamp(start + 100)); e(3, "ReasonForClosure", "RC7") }
		if (roll(10) < 8) {
			print "   <Assessments>"; e(4, "AssessmentActualStartDate", stamp(start)); e(4, "AssessmentAuthorisationDate", stamp(start + 30))
			print "    <FactorsIdentifiedAtAssessment>"; e(5, "AssessmentFactors", factor[1 + roll(8)]); print "    </FactorsIdentifiedAtAssessment>\n   </Assessments>"
		}
		if (roll(10) < 3) { print "   <CINPlanDates>"; e(4, "CINPlanStartDate", stamp(start + 35)); print "   </CINPlanDates>" }
		protect = roll(10) < 3
		if (protect) { print "   <Section47>"; e(4, "S47ActualStartDate", stamp(start + 3)); e(4, "DateOfInitialCPC", stamp(start + 14)); e(4, "ICPCnotRequired", 0); print "   </Section47>" }
		e(3, "ReferralNFA", 0)
		if (protect && roll(2)) {
			c = abuse[1 + roll(4)]
			print "   <ChildProtectionPlans>"; e(4, "CPPstartDate", stamp(start + 14)); e(4, "InitialCategoryOfAbuse", c); e(4, "LatestCategoryOfAbuse", c)
			e(4, "NumberOfPreviousCPP", 0); print "    <Reviews>"; e(5, "CPPreviewDate", stamp(start + 90)); print "    </Reviews>\n   </ChildProtectionPlans>"
		}
		print "  </CINdetails>\n </Child>"
	}
	print "</Children>\n</Message>"
}
