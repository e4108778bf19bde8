/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which names are forms of each other, from what people in England are called: one name and what is made of it, then a bar.
 * A short form may stand in several places. Spellings that sound alike by rule (name_sound) need none. A string literal may
 * have 4,095 characters, so there are several. */
#include "match/fold.h"

#include <string.h>

static const char *const forms[] = {
	" aaliyah aliyah alia liyah | aaron ron ronnie ari | abdul abdullah abdallah abdal | abigail abi abbie "
	"abby gail abbi | abraham abe bram ibrahim ebrahim brahim | adam ad adi | adelaide addie ada adele della "
	"heidi | adrian ade adie | agnes aggie nessa nancy | aidan aiden ayden aedan | aisha ayesha aysha aishah "
	"aicha | alan al allan allen alun | albert al bert bertie albie | alexander alex al alec alek xander "
	"zander sandy sasha sascha lex alexei oleksandr aleksander alistair alasdair | alexandra alex alexa "
	"alexia lexi lexie sandra sandy sasha xandra ola | alfred alf alfie fred freddie | alice ali allie "
	"alicia alyssa lissie | alison ali allie | amanda mandy manda | amelia amy millie milly emilia mia | amy "
	"aimee ami | andrea andie andy drea | andrew andy drew andi andre andrzej andrei andriy | angela angie "
	"ange angel | ann anne anna annie nan nancy hannah ania anya | annabel annabelle anna bella belle bel | "
	"anthony tony ant antony anton antonio toni | antonia toni | archibald archie arch baldie | arthur art "
	"artie arturo | ashley ash ashleigh | augustus gus august augustine | barbara babs barb barbie basia | "
	"barnabas barney barnaby | bartholomew bart | beatrice bea bee trixie beatrix | benedict ben bennie | "
	"benjamin ben benji benny bennie benj | bernadette bernie detta | bernard bernie | bethany beth bethan | "
	"bradley brad | brendan bren | bridget bridie biddy brigid bridgette | brian bryan bry | caitlin cait "
	"kate katie katelyn kaitlin kaitlyn catlin | callum cal calum | cameron cam cammy | caroline caro carrie "
	"carol carolyn lina lynn | cassandra cass cassie sandra sandy | catherine cath cathy cat kate katie "
	"kathy kat kit kitty kath kay kathryn katherine kathleen katarzyna kasia cate katy | cecilia cece cissie "
	"celia | charles charlie chas chuck chaz karl carlos karol | charlotte charlie lottie lotty char charley "
	"carlotta | chelsea chels | christian chris kit | christina chris chrissie tina kristina christine "
	"krystyna | christopher chris kit topher christy kristofer krzysztof | clara claire clare | claudia "
	"claudie | clifford cliff | constance connie | cornelius neil con connie | curtis curt kurt | cynthia "
	"cindy | daniel dan danny dani danyal daniyal | danielle dani danni ella | darren daz | david dave davey "
	"davy dai dawud daoud dawood dafydd | deborah deb debbie debs | denis den denny dennis | derek del | "
	"diana di diane | dominic dom nic nick dominik | donald don donnie | dorothy dot dotty dolly thea dora "
	"dottie | douglas doug dougie | duncan dunc | dylan dyl | edith edie edy | edmund ed eddie ned ted | "
	"edward ed eddie ned ted teddy eddy eduard | edwin ed eddie | eleanor ellie nell nellie ella elle nora "
	"eleanora elinor elena lena | elijah eli lije ilyas elias | elizabeth liz lizzie beth betty betsy bess "
	"eliza elsie lisa libby elspeth lizzy ellie elisabeth bessie betsey lily elise elzbieta | ella ellie | "
	"ellen nell nellie ellie | emily em emmy millie emilie emilia | emma em emmie | eric rick ricky erik | "
	"erin aaron | esther essie hester | eugene gene yevhen | evan ev ewan euan | eva eve evie ava | "
	"evangeline evie eva eve | evelyn eve evie lyn | ezekiel zeke | faith fay faye | fatima fatimah fatma "
	"fatou | felicity fliss flick flissy | florence flo flora flossie florrie | frances fran frankie "
	"francesca fanny franny | francesca fran frankie chess cesca chessie | francis frank fran frankie | "
	"franklin frank frankie | frederick fred freddie freddy rick fredrick | gabriel gabe gab gabi | "
	"gabriella gabby gabi ella brie gabrielle bella | gareth gaz gary garry | gary gaz | gavin gav | "
	"geoffrey geoff jeff jeffrey | george georgie geordie jorge jerzy | georgina georgie gina georgia "
	"georgiana | gerald gerry jerry | gerard gerry ged | gertrude gertie trudy | gillian gill jill gilly | "
	"giovanni gio john | grace gracie | graham gray | gregory greg gregor grzegorz | gwendolyn gwen wendy "
	"gwenda | hannah han hanna | harold harry hal ",
	" harriet hattie harri harrie hatty | harrison harry | harvey harv | hassan hasan | heather hev | hector "
	"heck | helen nell nellie lena helena elena nelly | henrietta hettie etta harriet hetty | henry harry "
	"hal hank hen | herbert bert herb bertie | holly hol hollie | howard howie | hugh hughie hugo huw | "
	"humphrey hum | hussain hussein husain hossain husayn | ian iain | imogen immy imo | isaac ike zac zak "
	"isac ishaq | isabella bella izzy izzie bel isa isabel isabelle isobel belle issy ella | isaiah izzy | "
	"jack jackie jacky john jake | jackson jack jax | jacob jake jay jakub yaqub yakub jakob | jacqueline "
	"jackie jacqui jacquie | james jim jimmy jamie jem jay seamus | jane janie jenny janet jan | janet jan "
	"jenny | janice jan | jasmine jaz jas jazz yasmin jasmin yasmine | jason jay jase | jayden jay jaden "
	"jaiden | jean jeannie | jennifer jen jenny jenna jennie | jeremiah jerry jem | jeremy jerry jem jez | "
	"jessica jess jessie jesse | joan joanie | joanna jo joanne joan anna | jonathan jon jonny johnny john "
	"nathan jonathon | john jack johnny jon jonny johnnie sean ian juan jan ivan evan | jordan jordy jord | "
	"joseph joe joey jo yusuf yousef josef jozef jose yousuf | josephine jo josie joey fifi | joshua josh "
	"yusha | joyce joy | judith judy jude judi | julia jules julie juliet | julian jules julien | juliet "
	"jules julie | justin just | karen kaz | katherine kate katie kathy kat kit kitty kath kay katy | "
	"kenneth ken kenny | kevin kev | khadija khadijah kadija | kimberley kim kimmy kimberly | kristen kris "
	"kirsten | laura lori laurie lauren | lauren laurie loz ren | lawrence larry laurie lawrie loz laurence "
	"| leah lia lea | leila layla laila leyla lila | leo leon leonard leonardo lenny | leonard len lenny leo "
	"| leonie leo | leslie les lesley | lewis lew louis lou | liam william | lillian lily lil lilly lillie "
	"lilian may | lindsay lyn lindsey lin | linda lin lindy | louis lou louie luis | louise lou lulu louisa "
	"| lucas luke lukas luca lukasz | lucy lu lucie lucia luce lucinda | lydia liddy | mackenzie kenzie mac "
	"mckenzie | madeleine maddie maddy mads madeline lena maddison | madison maddie maddy | maisie mai "
	"margaret | malcolm mal | marcus marc mark | margaret maggie meg peggy marge margie daisy greta rita "
	"maisie megan mags peg margot malgorzata gosia | maria mia mary marie ria | mariam maryam miriam mary | "
	"marianne mari anne mary | marjorie marge | marilyn lyn | mark marc marek | martha marty mattie | martin "
	"marty mart | martina tina | mary molly polly may mae mamie marie ann moll | matilda tilly mattie tilda "
	"mathilda tillie | matthew matt matty mathew mateusz matteo matthias | maureen mo maur | maurice mo "
	"morris | maximilian max | maxwell max | megan meg meggie | melanie mel | melissa mel lissa missy | "
	"melvin mel | michael mike mick mickey mikey mitch micky mikhail michal miguel mikael | michelle shell "
	"chelle mich | mildred millie | millicent millie milly | mohammed mo muhammad mohamed mohammad mohamad "
	"muhammed mahomed mehmet mohd md | mohsin mo | mustafa mo mostafa | nadia nadya | naomi nomi | natalie "
	"nat nats natalia nattie | natasha tasha nat nats | nathan nat nate | nathaniel nat nate nathan "
	"nathanael | neil neal niall | nicholas nick nicky nico nicolas klaus mikolaj | nicola nicky nikki nic | "
	"nicole nikki nicky nic | nigel nige | noah noa nuh | noor nur nura | norman norm | olive livvy | oliver "
	"ollie olly noll oli | olivia liv livvy livia olly ollie | omar umar omer | oscar ozzy oskar osc | "
	"oswald oz ozzy | owen owain | pamela pam | patricia pat patsy tricia trish patty tish | patrick pat "
	"paddy rick padraig patryk | paul pauly pablo pavel pawel pavlo | paula pauline polly | penelope penny "
	"pen | percival percy | peter pete piotr petro pedro | philip phil pip phillip | philippa pip pippa | "
	"phoebe fibi phebe | phyllis phyl | poppy pop | priscilla cilla prissy | rachel rach rae rachael | ralph "
	"rafe | raymond ray ",
	" rebecca becky becca bex reba beck rebekah | reginald reg reggie | reuben ben rubin ruben | rhiannon "
	"rhi annie | rhys reece rees | richard rick dick rich richie ricky dickie ricardo ryszard | riley rye | "
	"robert rob bob bobby robbie bert robin bobbie roberto | roberta bobbie bobby | robyn rob robin | "
	"roderick rod roddy | rodney rod | roger rog rodge | roland rolly | ronald ron ronnie | rosalind ros roz "
	"| rose rosie roz rosa rosalie | rosemary rose rosie romy | roxanne roxy | ruby rubes | rupert rupe | "
	"russell russ | ruth ruthie | ryan ry | sabrina brina | sadie sarah | said saeed sayed syed sayyid saied "
	"| samantha sam sammy sammie | samuel sam sammy samuele | sandra sandy sandie | sarah sara sally sadie "
	"sal zara | scarlett scar letty | sean shaun shawn john | sebastian seb bas basti | selina lina | sharon "
	"shaz | sheila shelagh | shirley shirl | sidney sid | simon si sy szymon | simone sim | sofia sophia "
	"sophie sofie soph zofia | solomon sol solly sulaiman | sonia sonya sophia | spencer spence | stanley "
	"stan | stella estelle | stephanie steph stef steffi stevie | stephen steve stevie steven stefan ste "
	"szczepan | stewart stu stuart | sulaiman suleiman suleman sulayman | susan sue susie suzie susanna "
	"suzanne suzy | sylvia sylvie | tabitha tabby tab | tamara tam tammy | tamsin tam tammy | tanya tania "
	"tatiana | teresa terry tess tessa tracy theresa resa | terence terry tel terrence | thaddeus thad | "
	"theodore theo ted teddy | theodora theo thea dora | thomas tom tommy thom tomasz tomos | timothy tim "
	"timmy | tobias toby tobe | toby tobias | tracey trace | travis trav | trevor trev | tristan tris | "
	"tyler ty | umar omar | ursula ursa | valerie val | vanessa ness nessa | veronica ronnie vera roni | "
	"victor vic vick wiktor | victoria vicky vicki tori vic viktoria wiktoria | vincent vin vince vinny | "
	"violet vi | virginia ginny ginger | vivian viv vivienne | walter wally walt wat | warren waz | wendy "
	"gwen | wilfred wilf will fred | william will bill billy willy liam wills willie | winifred win winnie "
	"freda | xavier xav | yasin yaseen yassin | yusuf yousef yousuf youssef yosef | yvonne evie | zachary "
	"zac zack zak zach | zainab zaynab zeynep zaineb | zara zahra | zoe zo ",
	/* Irish, Scottish and Welsh; Polish, Romanian and Ukrainian; Yoruba, Igbo and Akan; Punjabi; Arabic and Somali; Spanish and
	 * Turkish: what is said for short at home, and what an English ear writes down. */
	" aibhlin evelyn eileen aveline | ailbhe alva alby | aine anya enya | aisling ashling aislinn ashlyn "
	"ashlynn | aodhan aidan aiden ayden | aoife eefa efa eva ifa | blathnaid blanid florence flora | brid "
	"bridget breda bride | caitriona catriona katrina catrina triona cat | caoimhe keeva kiva kweeva queeva "
	"keva | ciara keira kiera kiara keera | cian kian keane kean | ciaran kieran kieron keiran | clodagh "
	"cloda | conor connor conner conchobar | cormac cormack | dearbhla dervla derval | deirdre deidre dee | "
	"diarmuid dermot diarmaid | donnacha donagh donncha denis | eabha ava eva | eamon eamonn edmund eddie | "
	"eilidh ailie ayleigh hayley elidh helen | eilis eilish elish | eimear emer eimer | eoghan eoin owen ewan "
	"euan | fiadh fia feeya | fionn finn fin | fionnuala finola nuala fenella | gearoid gerald gerard | "
	"grainne grania gronya granya | iarlaith jarlath | laoise leesha lisha | maeve meabh medb maive maev | "
	"mairead margaret maureen | maire mary maura moira moya | mhairi vari mary | micheal michael | muireann "
	"muirne morwenna | niamh neve neave neeve nieve | odhran oran orin | oisin osheen osian ossian usheen | "
	"orla orlaith orlagh | padraig patrick paddy paudie podge pauric | riona reena | roisin rosheen roseen "
	"rosie rose | ruairi rory ruaridh ruairidh rowrie | sadhbh sive | saoirse seersha sersha sorsha | seamus "
	"shamus hamish james | sile sheila | sinead shinade jane janet | siobhan shivaun chevonne shevaun joan | "
	"sorcha sarah | tadhg tadgh teague tighe tiger | una oona oonagh | angharad angie harri | bronwen bronwyn "
	"bron | carys cerys | ceri kerry | dafydd david dai dewi | eirlys eira | elin ellen helen | ffion fiona | "
	"gethin geth | gwilym william gwil will | ieuan iwan ifan ioan evan john | llewelyn llewellyn llew lyn | "
	"myfanwy fanw myf | owain owen | sian sharn jane | sioned janet | sion sean shaun john | agnieszka agnes "
	"aga agusia | aleksander olek alek aleks alex | aleksandra ola alex aleks | alicja alice ala alusia | "
	"antoni anthony antek tony | barbara basia | bartosz bartek bart | dawid david dawidek | "
	"dorota dorothy dorotka | elzbieta ela elizabeth | ewa eva ewka | filip philip filipek | franciszek "
	"franek francis frank | gabriela gabrysia gabi | grzegorz grzesiek greg | hanna hania hannah | iwona "
	"yvonne | jadwiga jadzia | jakub kuba jacob jake | jan janek jas jasiek john | joanna asia joasia | "
	"jolanta jola | julia julka | kacper kacperek casper kasper | karolina karola caroline | katarzyna kasia "
	"katie kate | kinga kinia | lukasz luke lukaszek | maciej maciek matthew | magdalena magda | maja majka "
	"maya | malgorzata gosia margaret malgosia | marcin martin | mateusz matthew matt | michal michael mike | "
	"mikolaj mikolajek nicholas miki | nadia nadzia | oliwia oliwka olivia | patryk patrick | pawel paul "
	"pawelek | piotr peter piotrek | stanislaw stan staszek stas | szymon simon szymek | tomasz tom tomek "
	"thomas | weronika veronica wera nika | wiktoria victoria wika | wojciech wojtek adalbert | zofia zosia "
	"sofia sophie | zuzanna zuzia zuza susan | alexandru alex alexandra sandu | andreea andrea andra | "
	"catalin cata | constantin costel costi costin | cristian cristi chris | daniela dana | elena lenuta "
	"ileana helen | gabriel gabi | george gheorghe gigi georgel | ioana oana joanna | ion ionut nelu john | "
	"mihaela mihai miki michaela | mihai mihaita michael misu | nicolae nicu nicholas | stefan stefanita "
	"stephen | vasile vasilica basil | aleksandr oleksandr sasha alexander sanya | anastasiia anastasia "
	"nastya | daryna darya daria dasha | dmytro dmitri dmitry dima | kateryna ekaterina katya katia catherine "
	"| mariia maria masha marusya | mykhailo mikhail misha michael | mykola nikolai kolya nicholas ",
	" nataliia natalia natalya natasha | oksana ksenia xenia | olena elena alyona lena helen | serhii sergei "
	"sergey | tetiana tatiana tanya | volodymyr vladimir vova volodya | yevheniia evgenia zhenya | yulia "
	"iuliia julia | adaeze ada daisy | adebayo bayo ade | adewale wale ade | ayodele ayo dele | ayomide ayo | "
	"babatunde tunde | chiamaka amaka | chibuzo chibu buzo | chidiebere chidi | chinedu nedu edu | "
	"chinonso nonso | chioma chi oma | chukwuemeka emeka | chukwudi chudi | ebunoluwa ebun | folashade "
	"folasade sade shade | folake fola | ifeanyi ify | ifeoma ify ife | ikechukwu ike iyke | kwabena kobena "
	"kobina kobby kobi | kwame kwami | kwadwo kojo kodjo jojo | kwaku kweku | kofi coffie | nnamdi namdi | "
	"obinna obi | oluwadamilola damilola dami lola | oluwaseun seun | oluwatobi tobi oluwatobiloba tobiloba | "
	"oluwaseyi seyi | oluwafemi femi | olufunmilayo funmilayo funmi | olamide ola lami mide | opeyemi ope "
	"yemi | temitope temi tope | temiloluwa temi | titilayo titi | yetunde yeti | uchenna uche | amandeep "
	"aman deep | amritpal amrit | arjan arjun arjen | gurpreet guri preet gary | gursimran simran | gurdeep "
	"deep gary | hardeep deep harry | harpreet harry preet harpal | jaspreet jas jassi preet | jasmeet jas "
	"jassi | jaswinder jas jassi | kulwinder kully | kuldeep deep kully | lakhvir lakhbir | mandeep mandy "
	"deep | manpreet mani preet mandy | navdeep nav | navneet nav neet | parminder pam minder | rajinder raj "
	"| rajveer raj rajvir | ranjit ran | sandeep sandy deep | simranjeet simran | sukhdeep sukh suki | "
	"sukhvinder sukh suki | tejveer tej | abdulrahman abdurrahman abdirahman abdur | abdirahim abdulrahim "
	"abdurrahim | abubakar abubakr | ahmed ahmad axmed | ali aly cali | amina aminah aamina aamna "
	"amna | asha aisha caasha | bilal belal billal bilaal | fatima faduma fadumo faadumo fatuma | habiba "
	"habibah | hafsa hafsah hafza xafsa | hamza hamzah xamza | haris harris haaris | halima halimah xalimo "
	"halimo | hassan xasan hasan | huda hoda | hussain xuseen | ibrahim ibraheem ebrahim | ikram iqram | "
	"imran emran | ismail ismael ismaeel ishmael | jamal gamal jamaal | karim kareem | khalid khaled | "
	"mahmoud mahmud mahmood | mohammed maxamed | musa moosa mousa moses | omar cumar | rahim raheem | rayyan "
	"rayan rayaan | safiya safiyya safia safiyah | salim saleem | salma selma | samir sameer | sumaya sumayya "
	"sumayyah | tariq tarek tarik | usman osman uthman othman | yasmin yasmine yaasmiin | yahya yahia | zain "
	"zayn zane zayan | zakariya zakaria zakariyya zak | zeinab zainab zaynab | ana anita | alejandro alex ale "
	"| antonio tono toni | carmen mamen | concepcion concha conchita | dolores lola | enrique quique kike "
	"henry | francisco paco pancho fran curro | guadalupe lupe lupita | ignacio nacho | isabel isa isabella | "
	"javier javi xavier | jesus chucho | joao john joaozinho | jose pepe joe | josefa pepa | luis lucho | "
	"manuel manolo manu | maria mari mariquita | mercedes merche | miguel mike michael | pilar pili | rafael "
	"rafa | rosario charo | santiago santi james | sofia sophia sofi | vicente vincent | mehmet mohammed memo "
	"| mustafa mustapha | zeynep zainab ",
};
enum { PIECES = sizeof forms / sizeof *forms };

/* The name with a space on either side, as it stands in the table; longer ones stand in no line. */
typedef struct {
	char at[NAME_PART_BYTES + 2];
	size_t n;
} spaced;

static spaced spaced_of(str part)
{
	spaced s = { .n = part.n + 2 };
	if (part.n < 2 || part.n > NAME_PART_BYTES || str_find_char(part, '|') >= 0) return (spaced){ 0 };
	s.at[0] = s.at[part.n + 1] = ' ';
	memcpy(s.at + 1, part.at, part.n);
	return s;
}

/* The next line that has the name, and what comes after it; false when there is none. */
static bool next_line(str *rest, const spaced *name, str *ret_line)
{
	ptrdiff_t at = name->n ? str_find(*rest, (str){ name->at, name->n }) : -1;
	if (at < 0) return false;
	size_t begin = (size_t)at, end = (size_t)at;
	while (begin > 0 && rest->at[begin - 1] != '|') begin--;
	while (end < rest->n && rest->at[end] != '|') end++;
	*ret_line = (str){ rest->at + begin, end - begin };
	*rest = str_from(*rest, end);
	return true;
}

bool name_is_form_of(str one, str other)
{
	spaced a = spaced_of(one), b = spaced_of(other);
	str line;
	if (!a.n || !b.n || str_eq(one, other)) return false;
	for (size_t i = 0; i < PIECES; i++)
		for (str rest = str_of(forms[i]); next_line(&rest, &a, &line);)
			if (str_find(line, (str){ b.at, b.n }) >= 0) return true;
	return false;
}

static size_t add_line(str line, str part, str *ret, size_t n, size_t most)
{
	while (line.n) {
		str one = str_cut(line, ' ', &line);
		bool there = one.n == 0 || str_eq(one, part);
		for (size_t i = 0; i < n && !there; i++) there = str_eq(ret[i], one);
		if (!there && n < most) ret[n++] = one;
	}
	return n;
}

size_t name_forms(str part, str *ret, size_t most)
{
	size_t n = 0;
	spaced name = spaced_of(part);
	str line;
	for (size_t i = 0; i < PIECES; i++)
		for (str rest = str_of(forms[i]); next_line(&rest, &name, &line);) n = add_line(line, part, ret, n, most);
	return n;
}
