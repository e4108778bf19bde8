// SPDX-License-Identifier: AGPL-3.0-or-later
// node tests/bench/link_people.mjs RECORDS SEED [HARM] > FILE.csv: records of children from five services, with what is true of
// them in columns that `waymark link` does not read. HARM 1 spoils about as much as services do; 2 twice as much. Families of ten
// naming traditions live in streets of a few hundred places; there are twins with like-sounding names, half-brothers with
// other surnames, cousins of the same name, children who moved, and files opened before a birth.
const [wanted, seed, harm] = [Number(process.argv[2] || 20000), Number(process.argv[3] || 1), Number(process.argv[4] || 1)];

// Chris Doty-Humphrey's sfc32: the same file for the same seed.
let [x, y, z, counter] = [seed | 0, 0x9E3779B9 | 0, 0x243F6A88, 1];
function random() {
	const t = (x + y | 0) + counter | 0;
	counter = counter + 1 | 0; x = y ^ y >>> 9; y = z + (z << 3) | 0; z = (z << 21 | z >>> 11) + t | 0;
	return (t >>> 0) / 4294967296;
}
for (let i = 0; i < 20; i++) random();
const chance = p => random() < p, below = n => Math.floor(random() * n);
const rank = n => Math.min(n - 1, Math.floor(n * random() ** 2.2)); // the first are the commonest
const pick = list => list[rank(list.length)], any = list => list[below(list.length)];
const words = s => s.trim().split(/\s+/);

// Given names (girls | boys), the beginnings and ends that surnames are made of besides the common ones, and how many have two.
const traditions = {
	english: { share: 30, two: .08, girls: 'Olivia Amelia Isla Ava Emily Grace Lily Ella Jessica Sophie Evie Freya Poppy Charlotte Alice Daisy Ruby Rosie Matilda Elizabeth Harriet Imogen Beth Katherine Eleanor Megan Holly Abigail Lucy Molly Erin Zoe Heidi Tilly Martha Connie Orla Edith Nell Robyn',
		boys: 'Oliver George Harry Jack Noah Leo Arthur Oscar Charlie Jacob Thomas William Henry Alfie Joshua Freddie Theo Archie James Ethan Isaac Alexander Joseph Edward Samuel Max Daniel Logan Lucas Mason Finley Toby Reuben Jude Rory Elliot Frank Stanley Ralph Dexter',
		surnames: 'Smith Jones Taylor Brown Wilson Evans Thomas Johnson Roberts Walker Wright Robinson Thompson White Hughes Edwards Green Hall Wood Harris', from: 'Ash Black Brad Bur Car Chad Cole Dal Ed Fair Had Hart Hol Lang Mars North Old Pem Red Ship Stan Thorn Wad West Whit', to: 'bury by combe den field ford ham hurst ington land ley man more ridge shaw son stead ton well wick worth' },
	welsh: { share: 4, two: .04, girls: 'Seren Cerys Ffion Nia Bethan Mali Carys Megan Efa Cadi', boys: 'Rhys Dylan Osian Ioan Gethin Macsen Owain Iestyn Huw Aled', surnames: 'Davies Williams Evans Griffiths Lewis Morgan Price Llewellyn Vaughan Pritchard Bevan Hopkins', from: 'Pen Tre Llan Aber', to: 'gwyn ry wyn arth' },
	irish: { share: 5, two: .04, girls: 'Aoife Niamh Ciara Saoirse Roisin Maeve Orla Caoimhe Sinead Grainne', boys: 'Conor Sean Cian Oisin Liam Declan Finn Eoin Padraig Ronan', surnames: "Murphy Kelly O'Sullivan Walsh O'Brien Byrne Ryan O'Connor McCarthy Doyle", from: "O'Do O'Ma Mc Mac Fitz Gal Bren", to: 'nnell herty lachlan grath gerald lagher nan' },
	southasian_muslim: { share: 15, two: .05, girls: 'Aisha Fatima Maryam Zainab Khadija Hafsa Amina Safiya Zara Sumaya Iqra Noor Hira Sana Alina Ayesha', boys: 'Muhammad Ahmed Ali Yusuf Ibrahim Hamza Umar Bilal Zain Hassan Mustafa Adam Haris Abdullah Rayyan Imran', surnames: 'Khan Ahmed Hussain Ali Begum Malik Akhtar Iqbal Shah Mahmood Miah Rahman Chowdhury Mirza Butt Qureshi', from: 'Abdul Naz Sha Raf Man', to: 'ir eem iq zoor een' },
	punjabi: { share: 7, two: .05, girls: 'Simran Jasleen Harleen Kiran Manpreet Gurleen Navneet Amrit Jasmeet Ravneet', boys: 'Arjan Harpreet Gurpreet Jaspreet Manveer Rajveer Amrit Karan Jasraj Tejveer', surnames: 'Singh Kaur Gill Sandhu Dhillon Sidhu Grewal Bains Johal Atwal Dhaliwal', from: 'Dha Ran Bha Cha', to: 'liwal dhawa gal hal' },
	polish: { share: 9, two: .03, girls: 'Zofia Julia Maja Hanna Lena Alicja Oliwia Amelia Zuzanna Wiktoria Kinga Małgorzata', boys: 'Jakub Antoni Szymon Jan Filip Kacper Aleksander Michał Wojciech Mikołaj Oskar Paweł', surnames: 'Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Woźniak Łuczak Szczęsny', from: 'Kow Wis Jan Maz Bor Kraw Piet Sob', to: 'alczyk niewski owski urek kowicz czyk rzak' },
	westafrican: { share: 9, two: .12, girls: 'Adaeze Chioma Amara Abena Efua Ngozi Temitope Folake Akosua Ifeoma Blessing Grace', boys: 'Chidi Emeka Kwame Kofi Tunde Oluwaseun Ifeanyi Kwabena Ayo Chukwuemeka David Emmanuel', surnames: 'Okafor Mensah Adeyemi Osei Okonkwo Boateng Owusu Balogun Asante Eze Adebayo', from: 'Ade Olu Oko Nwa Ani Oye', to: 'wale bayo ro nkwo fowoshe dele kunle' },
	arabic: { share: 8, two: .3, girls: 'Leila Mariam Salma Huda Rania Yasmin Nour Hanan Amal Dina', boys: 'Omar Khalid Mohamed Ahmad Youssef Tariq Karim Samir Hussein Mahmoud', surnames: 'Al-Sayed El-Amin Hassan Abdi Mohamed Saleh Al-Hassan Ibrahim Farah Warsame', from: 'Al- El- Abu', to: 'Masri Najjar Haddad Khoury Bakr Tamimi' },
	spanish: { share: 7, two: .8, girls: 'Lucía Sofía María Valentina Camila Isabel Carmen Ana Paula Elena', boys: 'Mateo Santiago Diego José Sebastián Ángel Javier Luis Carlos Andrés', surnames: 'García Rodríguez Martínez López González Pérez Sánchez Ramírez Torres Núñez', from: 'Fern Dom Gut Mar Val', to: 'ández ínguez iérrez tín enzuela' },
	chinese: { share: 6, two: .02, girls: 'Mei Li-Na Xin-Yi Hui Jia-Ying Lan Ying Xiu Fang Yan', boys: 'Wei Jun Ming Hao Jian Zi-Hao Chen Tao Bo Yi-Fan', surnames: 'Wang Li Zhang Chen Liu Wong Chan Lin Huang Ng Tran Nguyen', from: 'X Zh Q L', to: 'u ao in iang ou' },
};
for (const t of Object.values(traditions)) {
	t.girls = words(t.girls); t.boys = words(t.boys);
	const ends = words(t.to);
	t.surnames = [...words(t.surnames), ...words(t.from).flatMap(f => ends.map(e => f + e))];
}
const drawn = Object.entries(traditions).flatMap(([name, t]) => Array(t.share).fill(name));

// Other ways in which services wrote one name; each line is one name.
const forms = new Map();
for (const line of ['Muhammad Mohammed Mohamed Mohammad', 'Aisha Ayesha Aysha', 'Katherine Kate Kathryn Katie', 'William Will Billy Liam', 'Elizabeth Lizzie Beth Libby', 'Thomas Tom Tommy', 'Joseph Joe Joey', 'Daniel Dan Danny', 'Samuel Sam Sammy', 'Alexander Alex Xander', 'Isabel Isabelle Isobel', 'Youssef Yusuf Yousef', 'Hussein Hussain Husain', 'Sean Shaun Shawn', 'Conor Connor', 'Jakub Kuba', 'Szymon Simon', 'Wojciech Wojtek', 'Aleksander Alek Olek', 'Zofia Sofia Zosia', 'Sofía Sophia', 'José Jose Pepe', 'Aoife Eefa', 'Niamh Neve Neave', 'Caoimhe Keeva', 'Oluwaseun Seun', 'Chukwuemeka Emeka', 'Temitope Temi', 'Harpreet Harry', 'Gurpreet Gary', 'Mariam Maryam', 'Khadija Khadijah', 'Omar Umar', 'Zainab Zaynab', 'Jessica Jess', 'Charlotte Lottie', 'Charlie Charles', 'Archie Archibald', 'Freddie Frederick', 'Abigail Abbie', 'Theo Theodore', 'Emily Em', 'Matilda Tilly', 'Edward Eddie Ted', 'Joshua Josh', 'Jacob Jake', 'Max Maxwell', 'Imogen Immy', 'Eleanor Ellie Nell'])
	for (const n of words(line)) forms.set(n, words(line).filter(o => o !== n));
const plain = s => s.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/ł/g, 'l').replace(/Ł/g, 'L');
const letters = 'abcdefghijklmnopqrstuvwxyz';
function slip(s) {
	if (s.length < 3) return s;
	const i = 1 + below(s.length - 2), c = any([...letters]);
	return any([s.slice(0, i) + s.slice(i + 1), s.slice(0, i) + c + s.slice(i), s.slice(0, i) + c + s.slice(i + 1), s.slice(0, i) + s[i + 1] + s[i] + s.slice(i + 2), s.slice(0, i) + s[i] + s.slice(i)]);
}
const pad = n => String(n).padStart(2, '0');
const dayText = ms => new Date(ms).toISOString().slice(0, 10);
function wrongDay(day) {
	const [y, m, d] = day.split('-').map(Number);
	const made = any([() => d <= 12 ? [y, d, m] : [y, m, Math.max(1, d - 10)], () => [y, m, d > 27 ? d - 1 : d + 1], () => [y + any([-1, 1]), m, Math.min(d, 28)], () => [y, m, 1], () => [y, 1 + m % 12, Math.min(d, 28)], () => [y, m, d > 10 ? d - 10 : d + 10]])();
	return `${made[0]}-${pad(made[1])}-${pad(made[2])}`;
}

const streets = [], areas = ['LS', 'BD', 'HU', 'NE', 'CV', 'DE'];
for (let i = 0; i < 400; i++) streets.push(`${any(words('Acacia Bath Castle Dover Elm Ferry Garden Hill Ivy Jubilee King Lime Mount Nelson Orchard Park Quarry River Spring Temple Union Vale Water York'))} ${any(words('Road Street Lane Avenue Close Drive Grove Way Terrace Court'))}`);
const code = () => `${any(areas)}${1 + below(29)} ${below(10)}${any([...'ABDEFGHJLNPQRSTUWXYZ'])}${any([...'ABDEFGHJLNPQRSTUWXYZ'])}`;
const places = Array.from({ length: Math.max(50, Math.round(wanted / 9)) }, () => ({ street: any(streets), code: code() }));
function home() {
	const p = any(places);
	return { address: `${chance(.05) ? `Flat ${1 + below(20)}, ` : ''}${1 + below(120)} ${p.street}`, postcode: p.code };
}

let people = 0, households = 0, numbers = 400000000;
function nhsNumber() { // nine digits, the next ones, and their check digit modulo 11
	for (;;) {
		const nine = String(++numbers), check = (11 - [...nine].reduce((sum, d, i) => sum + d * (10 - i), 0) % 11) % 11;
		if (check < 10) return nine + check;
	}
}
function child(t, surname, born, place, given, girl, others = []) {
	const middles = (girl ? traditions[t].girls : traditions[t].boys).filter(n => n !== given && !others.some(o => o.given === n));
	return { person: ++people, household: households, tradition: t, given, girl, middle: chance(.45) ? pick(middles) : '',
		surname, born, place, moved: chance(.12 * harm) ? home() : null, other: chance(.03 * harm) ? pick(traditions[t].surnames) : null,
		upn: `${any([...'ABCDEFGHJKLMNPQRTUVWXYZ'])}${800 + below(150)}${100000000 + below(899999999)}`, nhs: nhsNumber(), twin: 0 };
}
const newest = Date.UTC(2026, 5, 1), oldest = Date.UTC(2008, 5, 1), day = 864e5;
function family() {
	households++;
	const t = any(drawn), of = traditions[t], place = home();
	const surname = chance(of.two) ? `${pick(of.surnames)}${t === 'spanish' ? ' ' : '-'}${pick(of.surnames)}` : pick(of.surnames);
	const many = 1 + (chance(.55) ? 1 : 0) + (chance(.3) ? 1 : 0) + (chance(.12) ? 1 : 0) + (chance(.05) ? 2 : 0), list = [];
	let born = oldest + below((newest - oldest) / day) * day;
	for (let i = 0; i < many && born <= newest; i++, born += (300 + below(1400)) * day) {
		const free = girl => { let n; for (let k = 0; k < 9; k++) { n = pick(girl ? of.girls : of.boys); if (!list.some(c => c.given === n)) break; } return n; };
		const girl = chance(.5), half = i && chance(.07) ? pick(of.surnames) : surname;
		list.push(child(t, half, dayText(born), place, free(girl), girl, list));
		if (chance(.03)) {
			const first = list.at(-1), sister = chance(.6) ? girl : !girl, names = (sister ? of.girls : of.boys).filter(n => n !== first.given);
			const alike = names.filter(n => n[0] === first.given[0]); // parents of twins like the same letter
			list.push(child(t, half, first.born, place, alike.length && chance(.5) ? any(alike) : any(names), sister, list));
			first.twin = list.at(-1).twin = 1;
		}
	}
	return list;
}

const services = [['CSC', .35], ['EH', .3], ['POL', .3], ['SCH', .85], ['HLT', .95]];
const rows = [];
function record(c, source) {
	const noise = [], may = (p, what) => chance(p * harm) && noise.push(what);
	let given = c.given, middle = c.middle && chance(.75) ? c.middle : '', surname = c.other && may(.35, 'surname_change') ? c.other : c.surname, born = c.born;
	const place = c.moved && chance(.5) ? c.moved : c.place, rough = source === 'POL' || source === 'EH' ? 2 : 1;
	let sex = c.girl ? 'F' : 'M';
	if (may(.02, 'sex')) sex = chance(.6) ? 'U' : sex === 'F' ? 'M' : 'F';
	const age = Date.parse(`${c.born}T00:00:00Z`);
	if (source === 'CSC' && age > newest - 600 * day && chance(.2))
		return { noise: ['unborn'], given: any(['Unborn', 'UNBORN BABY', 'Baby']), middle: '', surname, born: '', sex: 'U', place };
	if (forms.has(given) && may(.06 * rough, 'given_form')) given = any(forms.get(given));
	if (c.middle && may(.015 * rough, 'middle_as_first')) { given = c.middle; middle = chance(.7) ? c.given : ''; }
	if (/[-\s]/.test(surname) && may(.25, 'part')) surname = any([() => surname.replace('-', ' '), () => surname.split(/[-\s]/)[0], () => surname.split(/[-\s]/).at(-1)])();
	if (may(.03 * rough, 'given_slip')) given = slip(given);
	if (may(.03 * rough, 'surname_slip')) surname = slip(surname);
	if (chance(.5)) { given = plain(given); surname = plain(surname); }
	if (may(.006 * rough, 'swapped')) [given, surname] = [surname, given];
	if (may(.035 * rough, 'dob')) born = wrongDay(born);
	if (may(.02 * rough, 'dob_missing')) born = '';
	return { noise, given, middle, surname, born, sex, place };
}
function write(c, source) {
	const r = record(c, source), hides = chance(.05 * harm), space = r.place.postcode.replace(' ', any(['', ' ', ' ', '  ']));
	const upn = r.noise[0] !== 'unborn' && (source === 'SCH' || chance(.35)) && age4(c) ? c.upn : '', nhs = r.noise[0] !== 'unborn' && (source === 'HLT' || (source === 'CSC' && chance(.4))) ? c.nhs : '';
	const bad = nhs && chance(.004 * harm) ? slip(nhs).replace(/\D/g, '1') : nhs;
	rows.push([`${source}${String(rows.length + 1).padStart(7, '0')}`, source, r.given, r.middle, r.surname, r.born, r.sex, hides ? '' : r.place.address, chance(.04 * harm) ? '' : space, upn, bad, c.person, c.household, c.twin || '', r.noise.join('+'), c.tradition]);
}
const age4 = c => Date.parse(`${c.born}T00:00:00Z`) < newest - 4 * 365 * day;

const recent = [];
while (rows.length < wanted) {
	const list = family();
	// A cousin: the same given name and surname, another house and birthday.
	if (recent.length > 50 && chance(.05)) {
		const like = any(recent);
		households++;
		list.push(child(like.tradition, like.surname, dayText(oldest + below((newest - oldest) / day) * day), home(), like.given, like.girl));
	}
	for (const c of list) {
		recent.push(c);
		if (recent.length > 4000) recent.shift();
		let n = 0;
		for (const [source, share] of services)
			if (chance(share)) for (let k = chance(.06) ? 2 : 1; k; k--, n++) write(c, source);
		if (!n) write(c, 'HLT');
	}
}
for (let i = rows.length - 1; i > 0; i--) { const k = below(i + 1); [rows[i], rows[k]] = [rows[k], rows[i]]; }
const cell = s => /[",]/.test(s) ? `"${String(s).replaceAll('"', '""')}"` : s;
process.stdout.write(['rec_id,source,given,middle,surname,dob,sex,address,postcode,upn,nhs_number,true_person,true_household,is_twin,noise,tradition', ...rows.slice(0, wanted).map(r => r.map(cell).join(','))].join('\n') + '\n');
