// SPDX-License-Identifier: AGPL-3.0-or-later
// node tests/bench/link_score.mjs RECORDS.csv[.gz] PAIRS.csv [COLUMN]: what pairs found have in common with what is known of
// the records. Truth is the column true_person, or the number in rec_id (rec-223-dup-0) where there is none. One line:
// precision, recall, F1; possible pairs of twins (of one household, not one person) and how many of them were linked; with
// COLUMN (tradition, noise, ...) recall, and false links among the found, for each value of it, and how far the worst is from the best.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const text = path => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString();

function cells(line) {
	if (!line.includes('"')) return line.split(',').map(c => c.trim());
	const row = [];
	for (let i = 0; i <= line.length; i++) {
		let cell = '';
		if (line[i] === '"')
			for (i++; i < line.length; i++) {
				if (line[i] !== '"') cell += line[i];
				else if (line[i + 1] === '"') cell += line[i++];
				else { i++; break; }
			}
		while (i < line.length && line[i] !== ',') cell += line[i++];
		row.push(cell.trim());
	}
	return row;
}

function* rows(path) {
	const lines = text(path).split(/\r?\n/).filter(l => l);
	const names = cells(lines[0]);
	for (const line of lines.slice(1)) {
		const row = cells(line);
		yield Object.fromEntries(names.map((n, i) => [n, row[i]]));
	}
}

const [recordsPath, pairsPath, column] = process.argv.slice(2);
const records = new Map(), people = new Map(), twins = new Map();
for (const r of rows(recordsPath)) {
	const person = r.true_person ?? r.rec_id.split('-')[1];
	const one = { person, household: r.true_household, twin: r.is_twin === '1', group: column ? r[column] || '-' : '' };
	records.set(r.rec_id, one);
	(people.get(person) ?? people.set(person, []).get(person)).push(one);
	if (one.twin) (twins.get(one.household) ?? twins.set(one.household, []).get(one.household)).push(one);
}
const groups = new Map();
const group = one => groups.get(one.group) ?? groups.set(one.group, { true: 0, found: 0, wrong: 0 }).get(one.group);
let possible = 0, possibleTwins = 0;
for (const list of people.values()) {
	possible += list.length * (list.length - 1) / 2;
	for (const one of list) group(one).true += (list.length - 1) / 2;
}
for (const list of twins.values())
	for (let i = 0; i < list.length; i++)
		for (let k = 0; k < i; k++) possibleTwins += list[i].person !== list[k].person;
let right = 0, wrong = 0, wrongTwins = 0;
for (const p of rows(pairsPath)) {
	const a = records.get(p.rec_id_1), b = records.get(p.rec_id_2), same = a.person === b.person;
	right += same; wrong += !same;
	wrongTwins += !same && a.twin && b.twin && a.household === b.household;
	for (const one of [a, b]) group(one)[same ? 'found' : 'wrong'] += 0.5;
}
const precision = right / (right + wrong || 1), recall = right / (possible || 1);
const twinsSaid = possibleTwins ? `, ${wrongTwins} of ${possibleTwins} possible pairs of twins linked (${(100 * wrongTwins / possibleTwins).toFixed(1)} in 100)` : '';
console.log(`precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${(2 * precision * recall / (precision + recall || 1)).toFixed(4)}: ${right} right, ${wrong} wrong, ${possible - right} missed${twinsSaid}`);
if (column) {
	const shares = [...groups].sort().map(([name, g]) => ({ name, n: g.true, recall: g.found / (g.true || 1), wrong: g.wrong / (g.found + g.wrong || 1) }));
	for (const { name, n, recall, wrong } of shares)
		console.log(`  ${name.padEnd(28)} recall ${recall.toFixed(4)}, false links ${wrong.toFixed(4)}, ${n} pairs`);
	const apart = what => 100 * (Math.max(...shares.map(s => s[what])) - Math.min(...shares.map(s => s[what])));
	console.log(`  worst and best apart: recall ${apart('recall').toFixed(2)} points, false links ${apart('wrong').toFixed(2)} points`);
}
