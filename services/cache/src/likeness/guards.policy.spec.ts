import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forbiddenBy, type GuardName } from './guards.policy.js';
import { factsOf } from './question-facts.policy.js';

const guardOf = (a: string, b: string): GuardName | undefined => forbiddenBy(factsOf(a), factsOf(b))?.guard;

const FORBIDDEN: Readonly<Record<GuardName, readonly (readonly [string, string])[]>> = {
  signs: [
    ['What does = mean?', 'What does == mean?'],
    ['Is i < 5 right?', 'Is i <= 5 right?'],
    ['What is 7 / 2?', 'What is 7 // 2?'],
    ['What is 7 + 2?', 'What is 7 - 2?'],
    ['如何打开通知？', '如何关闭通知？'],
    ['通知をオンにする方法は？', '通知をオフにする方法は？'],
    ['알림을 켜려면?', '알림을 끄려면?'],
    ['Is 🔔 on?', 'Is 🔕 on?'],
  ],
  numbers: [
    ['Is -10 °C too cold?', 'Is 10 °C too cold?'],
    ['Is −10 °C too cold?', 'Is 10 °C too cold?'],
    ['Is minus 10 °C too cold?', 'Is 10 °C too cold?'],
    ['Which job came first?', 'Which job came last?'],
    ['How long are 7 snapshots kept?', 'How long are 30 snapshots kept?'],
    ['What changed in v2.1?', 'What changed in v2.2?'],
    ['What is new in 26.04?', 'What is new in 26.10?'],
    ['What is new in 26.1?', 'What is new in 26.10?'],
    ['Can three users share a licence?', 'Can four users share a licence?'],
    ['Can 3 users share a licence?', 'Can four users share a licence?'],
    ['Is twenty-five days too long?', 'Is twenty-six days too long?'],
    ['Is the limit two hundred files?', 'Is the limit two thousand files?'],
    ['Is the limit 30k files?', 'Is the limit 300 files?'],
    ['Is the limit 5 GB?', 'Is the limit 5 MB?'],
    ['Is the limit 5GB?', 'Is the limit 5 TB?'],
    ['Is a 10 m cable enough?', 'Is a 10 cm cable enough?'],
    ['Does it cost $50?', 'Does it cost €50?'],
    ['Does it cost 50 dollars?', 'Does it cost 50 pounds?'],
    ['Does it cost $1.50?', 'Does it cost $1.55?'],
    ['Is 20 °C too warm?', 'Is 20 °F too warm?'],
    ['What happened on 2024-05-01?', 'What happened on 2024-06-01?'],
    ['What was the turnover in 2023?', 'What was the turnover in 2024?'],
    ['Who won the first round?', 'Who won the second round?'],
    ['What is the 3rd step?', 'What is the 4th step?'],
    ['Does it run twice a day?', 'Does it run three times a day?'],
    ['Is half of the space used?', 'Is a third of the space used?'],
    ['Does Python 2 support it?', 'Does Python 3 support it?'],
    ['Is port 443 open?', 'Is port 8443 open?'],
    ['Is a 1 TB disk enough?', 'Is a disk enough?'],
    ['What is RAID 5?', 'What is RAID 6?'],
    ['Is one hour enough?', 'Is two hours enough?'],
    ['Do we have a million rows?', 'Do we have a billion rows?'],
    ['Does a dozen fit?', 'Does a score of 20 fit?'],
  ],
  units: [
    ['What does it cost in dollars?', 'What does it cost in euros?'],
    ['What is the speed in mph?', 'What is the speed in kmh?'],
    ['What is the size in bits?', 'What is the size in bytes?'],
    ['What is the price per month?', 'What is the price per year?'],
    ['What is the price in USD?', 'What is the price in GBP?'],
    ['How many requests per second are allowed?', 'How many requests per minute are allowed?'],
    ['What is the weight in pounds?', 'What is the weight in kilograms?'],
    ['What is the fee in percent?', 'What is the fee in rupees?'],
  ],
  dates: [
    ['What happened in March?', 'What happened in May?'],
    ['Is it open on Monday?', 'Is it open on Sunday?'],
    ['Which reports are due in January?', 'Which reports are due in June?'],
    ['Is the office closed today?', 'Is the office closed tomorrow?'],
    ['What is planned for summer?', 'What is planned for winter?'],
    ['What is planned for Jan?', 'What is planned for February?'],
    ['Do we bill in December?', 'Do we bill?'],
  ],
  negation: [
    ['Can I restore a snapshot?', "Can't I restore a snapshot?"],
    ['Which plans include support?', 'Which plans do not include support?'],
    ['Which users are active?', 'Which users are never active?'],
    ['Which files are copied?', 'Which files are not copied?'],
    ['Is Spotify available in India?', 'Is Spotify not available in India?'],
    ['Which tables have an index?', 'Which tables have no index?'],
    ['Which folders are scanned?', 'Which folders are scanned except archives?'],
    ['Can I log in with a password?', 'Can I log in without a password?'],
    ['How do I start a backup?', 'How do I avoid a backup?'],
    ['Is it possible to copy it?', 'Is it impossible to copy it?'],
    ['Who has access to the vault?', 'Who has no access to the vault?'],
    ['Do I pay when I cancel?', 'Do I pay unless I cancel?'],
    ['Why does the disk spin?', "Why doesn't the disk spin?"],
    ['Does anybody read the log?', 'Does nobody read the log?'],
    ['How often does it crash?', 'How often does it rarely crash?'],
    ['Are non-members admitted?', 'Are members admitted?'],
  ],
  prefix: [
    ['Is it legal?', 'Is it illegal?'],
    ['What are the advantages of RAID?', 'What are the disadvantages of RAID?'],
    ['How do I lock a file?', 'How do I unlock a file?'],
    ['Which packages are installed?', 'Which packages are uninstalled?'],
    ['Is the data encrypted?', 'Is the data unencrypted?'],
    ['Is the plan limited?', 'Is the plan unlimited?'],
    ['Which fields are valid?', 'Which fields are invalid?'],
    ['Is a direct route used?', 'Is an indirect route used?'],
    ['Which entries are regular?', 'Which entries are irregular?'],
    ['Who is responsible?', 'Who is irresponsible?'],
    ['Which users agree?', 'Which users disagree?'],
    ['Is this header useful?', 'Is this header useless?'],
    ['Which hosts are connected?', 'Which hosts are disconnected?'],
    ['Is the format compressed?', 'Is the format decompressed?'],
    ['Which names are understood?', 'Which names are misunderstood?'],
  ],
  quoted: [
    ['What does "strict" mean?', 'What does "lenient" mean?'],
    ['What does `retry` do?', 'What does `replay` do?'],
    ['Where is “Home” shown?', 'Where is “Away” shown?'],
    ["What does 'soft' mean?", "What does 'hard' mean?"],
    ['What does "strict" mean?', 'What does strict mean?'],
    ['Who wrote «Faust»?', 'Who wrote «Egmont»?'],
  ],
  identifiers: [
    ['How do I sort in C++?', 'How do I sort in C#?'],
    ['How do I sort in c?', 'How do I sort in c++?'],
    ['What does getUser return?', 'What does setUser return?'],
    ['What is max_tokens?', 'What is min_tokens?'],
    ['Where is config/models.yaml?', 'Where is config/backends.yaml?'],
    ['What does --force do?', 'What does --dry-run do?'],
    ['What does -r do?', 'What does -R do?'],
    ['How do I parse JSON in node.js?', 'How do I parse JSON in vue.js?'],
    ['What throws std::bad_alloc?', 'What throws std::bad_cast?'],
    ['Who owns ops@example.com?', 'Who owns sales@example.com?'],
    ['How do I learn F#?', 'How do I learn F?'],
    ['What does package.json hold?', 'What does a package hold?'],
  ],
  type: [
    ['Can I delete a snapshot?', 'How do I delete a snapshot?'],
    ['Why are snapshots kept?', 'How are snapshots kept?'],
    ['Who keeps the snapshots?', 'Where are the snapshots kept?'],
    ['When is the snapshot made?', 'Where is the snapshot made?'],
    ['How long is the snapshot?', 'How big is the snapshot?'],
    ['How many disks fail?', 'How often do disks fail?'],
    ['Should I update?', 'Can I update?'],
    ['Will it restart?', 'Does it restart?'],
    ['What is a snapshot?', 'Why is a snapshot made?'],
    ['What is a witness disk?', 'What is a witness disk for?'],
    ['How do I add a blog to my website?', 'Should I add a blog to my website?'],
    ['Is there a way to restore it?', 'How can I restore it?'],
    ['Explain why it failed', 'Explain how it failed'],
    ['List the plans', 'Compare the plans'],
    ['Do I have to restart?', 'Do I restart?'],
    ['How safe is the vault?', 'Is the vault safe?'],
    ['What if a disk fails?', 'What about a disk that fails?'],
  ],
  'asked-unit': [
    ['For how many days is it kept?', 'For how many weeks is it kept?'],
    ['How many hours does a restore take?', 'How many minutes does a restore take?'],
  ],
  comparison: [
    ['What is the fastest plan?', 'What is the slowest plan?'],
    ['Which plan costs more?', 'Which plan costs less?'],
    ['Which region has the most users?', 'Which region has the least users?'],
    ['What is the minimum size?', 'What is the maximum size?'],
    ['What is the max size?', 'What is the min size?'],
    ['Which of them are equal?', 'Which of them are all equal?'],
    ['Which admins may delete?', 'Which admins only may delete?'],
    ['Is Plus better than Basic?', 'Is Plus worse than Basic?'],
    ['Which disk is larger?', 'Which disk is smaller?'],
    ['Which release is newer?', 'Which release is older?'],
    ['Which other plans are there?', 'Which plans are there?'],
    ['Who signs each invoice?', 'Who signs the invoice?'],
  ],
  opposites: [
    ['How do I sort in ascending order?', 'How do I sort in descending order?'],
    ['Is the anode heated?', 'Is the cathode heated?'],
    ['Who is the payer of the fee?', 'Who is the payee of the fee?'],
    ['Am I overpaid?', 'Am I underpaid?'],
    ['Is it a macroscopic change?', 'Is it a microscopic change?'],
    ['What do I do over the summit?', 'What do I do under the summit?'],
    ['How do I enable backups?', 'How do I disable backups?'],
    ['How long are daily snapshots kept?', 'How long are weekly snapshots kept?'],
    ['How long are snapshots kept?', 'How long are weekly snapshots kept?'],
    ['What happens before a restart?', 'What happens after a restart?'],
    ['How do I import users?', 'How do I export users?'],
    ['Who is the buyer?', 'Who is the seller?'],
    ['How do I increase the timeout?', 'How do I reduce the timeout?'],
    ['Is the public address shown?', 'Is the private address shown?'],
    ['How do I upload a file?', 'How do I download a file?'],
    ['Where is the input buffer?', 'Where is the output buffer?'],
    ['Which fields are required?', 'Which fields are optional?'],
    ['Is it always on?', 'Is it sometimes on?'],
    ['Where is the north gate?', 'Where is the south gate?'],
    ['How do I open a ticket?', 'How do I close a ticket?'],
    ['What is the current plan?', 'What is the previous plan?'],
    ['How do full backups work?', 'How do incremental backups work?'],
    ['Are the shoes for men?', 'Are the shoes for women?'],
  ],
  persons: [
    ['Where does he work?', 'Where does she work?'],
    ['What is his role?', 'What is her role?'],
    ['What is my account number?', 'What is your account number?'],
    ['What are their duties?', 'What are your duties?'],
    ['What is its colour?', 'What is their colour?'],
    ['Where is our office?', 'Where is their office?'],
  ],
  names: [
    ['Where does Alice keep the key?', 'Where does Robert keep the key?'],
    ['Who leads support in Paris?', 'Who leads support in Lyon?'],
    ['Who leads support in Paris?', 'Who leads support in lyon?'],
    ['How do I reset an IBM server?', 'How do I reset a Dell server?'],
    ['What is the GDP of Kenya?', 'What is the GDP of Ghana?'],
    ['Is there enough vitamin C?', 'Is there enough vitamin D?'],
    ['What does plan A cover?', 'What does plan B cover?'],
    ['How do I sort in Java?', 'How do I sort in Rust?'],
    ['Who supports the Harbour?', 'Who supports the Anchor?'],
  ],
  capitals: [
    ['Does the WHO help?', 'Does the who help?'],
    ['Can US firms join?', 'Can us firms join?'],
    ['Is IT good for it?', 'Is it good for IT?'],
  ],
  exchange: [
    ['In a war of Muggles and Wizards, what can the Wizards do?', 'In a war of Muggles and Wizards, what can the Muggles do?'],
    ['Do cats see mice, and do cats fear?', 'Do cats see mice, and do mice fear?'],
  ],
  parts: [
    ['What is a snapshot?', 'What is a snapshot and how is it made?'],
    ['What is a snapshot?', 'What is a snapshot and why?'],
    ['Is it open? Why?', 'Is it open? When?'],
    ['Which plan is best?', 'Which plan is best? What does it cover?'],
    ['How do I mount it?', 'How do I mount it, and where?'],
  ],
  tense: [
    ['How is the quota computed?', 'How was the quota computed?'],
    ['Who leads support?', 'Who had led support?'],
    ['Does it fail?', 'Did it fail?'],
  ],
  advice: [
    ['What plan do I have?', 'What plan should I have?'],
    ['When do I update?', 'When must I update?'],
  ],
  direction: [
    ['How do I move data from Oracle to Postgres?', 'How do I move data from Postgres to Oracle?'],
    ['How do I copy a file from the server?', 'How do I copy a file to the server?'],
    ['How do I get money out from Paypal?', 'How do I get money into Paypal?'],
  ],
  order: [
    ['How do I fly India to Canada?', 'How do I fly Canada to India?'],
    ['How do I convert kilometers to miles?', 'How do I convert miles to kilometers?'],
    ['How do I convert pdf to html?', 'How do I convert html to pdf?'],
    ['Do dogs chase cats?', 'Do cats chase dogs?'],
    ['Does Alice manage Bob?', 'Does Bob manage Alice?'],
    ['Does Alice manage Bob?', 'Is Alice managed by Bob?'],
    ['Is Postgres faster than Oracle?', 'Is Oracle faster than Postgres?'],
    ['What can I import from Canada and sell in India?', 'What can I import from India and sell in Canada?'],
    ['Which directors have influenced Herzog?', 'Which directors have been influenced by Herzog?'],
    ['Is a tomato a fruit?', 'Is a fruit a tomato?'],
    ['Does the client trust the proxy?', 'Does the proxy trust the client?'],
  ],
};

const ALLOWED: readonly (readonly [string, string])[] = [
  ['How long are daily snapshots kept?', 'For how many days are daily snapshots kept?'],
  ['How long are daily snapshots kept?', 'How much time are daily snapshots kept?'],
  ['How long are daily snapshots kept?', 'how long do we keep daily snapshots'],
  ['What is the refund policy?', "What's the refund policy"],
  ['Is the limit 1,000 files?', 'Is the limit 1000 files?'],
  ['Is the limit three files?', 'Is the limit 3 files?'],
  ['Is the limit twenty-five files?', 'Is the limit 25 files?'],
  ['Is the limit two hundred files?', 'Is the limit 200 files?'],
  ['Is the limit 30k files?', 'Is the limit 30,000 files?'],
  ['Is the limit 5GB?', 'Is the limit 5 gigabytes?'],
  ['Does it cost $50?', 'Does it cost 50 dollars?'],
  ['Does it cost $1.50?', 'Does it cost $1.5?'],
  ['What is the 3rd step?', 'What is the third step?'],
  ['What changed in v2.1?', 'What changed in 2.1?'],
  ['Which regions are there?', 'What regions are there?'],
  ['How do I restore a file?', 'How can I restore a file?'],
  ['How do I restore a file?', 'What is the best way to restore a file?'],
  ['How do I restore a file?', 'How should I restore a file?'],
  ['How do I restore a file?', 'What can I do to restore a file?'],
  ['How do I restore a file?', 'How can a file be restored?'],
  ['How do I restore a file?', 'Could you tell me how I restore a file?'],
  ['Can I restore a file?', 'Is it possible to restore a file?'],
  ['Does it support IPv6?', 'Can it support IPv6?'],
  ['What happened in March?', 'What happened in Mar?'],
  ['Can I not restore it?', "Can't I restore it?"],
  ['Do you know if it is kept or not?', 'Do you know if it is kept?'],
  ['What is the best plan?', 'What is a good plan?'],
  ['Who leads support in Paris?', 'who leads support in paris'],
  ['How do I secure WordPress?', 'How do I secure wordpress?'],
  ['How do I sort in C++?', 'How can I sort in c++?'],
  ['What is the difference between Aikido and Judo?', 'What is the difference between Judo and Aikido?'],
  ['Does Alice manage Bob?', 'Is Bob managed by Alice?'],
  ['How do I clean my ears?', 'How do you clean your ears?'],
  ["Who is the project's sponsor?", 'Who is the sponsor of the project?'],
  ['How long does the trial period last?', 'How long is the trial period?'],
  ['Who is the manager of Alice?', 'Who is the manager for Alice?'],
  ['What can I download?', 'What can I download from the site?'],
  ['Is -10 °C too cold?', 'Is minus 10 °C too cold?'],
  ['What does  = mean?', 'What does = mean?'],
  ['Who are our customers?', 'Who are my customers?'],
];

const ROWS = Object.entries(FORBIDDEN).flatMap(([guard, pairs]) => pairs.map(([a, b]) => [a, b, guard] as const));

describe('guards', () => {
  it('has a table of at least 150 cases', () => expect(ROWS.length + ALLOWED.length).toBeGreaterThanOrEqual(150));

  it.each(ROWS)('keeps apart: %s | %s (%s)', (a, b, guard) => {
    expect(guardOf(a, b)).toBe(guard);
    expect(guardOf(b, a)).toBe(guard);
  });

  it.each(ALLOWED)('lets pass: %s | %s', (a, b) => {
    expect(forbiddenBy(factsOf(a), factsOf(b))).toBeUndefined();
    expect(forbiddenBy(factsOf(b), factsOf(a))).toBeUndefined();
  });

  it('says what differs', () => {
    expect(forbiddenBy(factsOf('Is the limit 5 GB?'), factsOf('Is the limit 5 MB?'))?.reason).toBe('numbers differ: 5 gb against 5 mb');
    expect(forbiddenBy(factsOf('Who leads in Paris?'), factsOf('Who leads in Lyon?'))?.reason).toContain('lyon, paris');
  });
});

const anyText = fc.string({ unit: 'binary', maxLength: 120 });
const sentence = fc
  .array(
    fc.constantFrom(
      ...'how why what is can not without from to into by before after than and or Oracle Postgres C++ C 3 5 GB three days $ enable disable daily best more unsafe safe "x" getUser he she in March did should ?'.split(
        ' ',
      ),
    ),
    { maxLength: 10 },
  )
  .map((words) => words.join(' '));

describe('guards on any text', () => {
  it('never keep a question apart from itself', () => {
    fc.assert(fc.property(fc.oneof(anyText, sentence), (text) => guardOf(text, text) === undefined));
  });

  it('say the same in both directions, and the same again', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, sentence), fc.oneof(anyText, sentence), (a, b) => {
        const first = guardOf(a, b);
        return first === guardOf(b, a) && first === guardOf(a, b);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keep apart any two numbers in the same sentence', () => {
    const pairs = fc.tuple(fc.nat(100_000), fc.nat(100_000)).filter(([a, b]) => a !== b);
    fc.assert(fc.property(pairs, ([a, b]) => guardOf(`Is the limit ${a} files?`, `Is the limit ${b} files?`) === 'numbers'));
  });

  it('keep apart a sentence and the same with a "not" in it', () => {
    const subject = fc.constantFrom('the backup', 'a snapshot', 'our plan', 'this port');
    const state = fc.constantFrom('open', 'kept', 'encrypted', 'included');
    fc.assert(fc.property(subject, state, (what, how) => guardOf(`Is ${what} ${how}?`, `Is ${what} not ${how}?`) === 'negation'));
  });
});
