// Questions of two parts about examples/documents: whoever answers has to look for both.
/** What is asked, and what an answer must hold. */
const FACTS = [
  ['how long are hourly snapshots kept', '72 hours'],
  ['how long are daily snapshots kept', '35 days'],
  ['how long is the audit log kept', '400 days'],
  ['at what percentage does Harbour send a warning to the administrators', '80'],
  ['how many administrators must lift a legal hold', 'two'],
  ['which port does the web console use', '7443'],
  ['which TCP port do agents talk to', '7480'],
  ['how many words does the recovery phrase have', '24'],
  ['how long does the first start take', 'six minutes'],
  ['how long is the pairing code valid', '20 minutes'],
  ['how many machines can a Harbour 12 run with instant start', 'ten'],
  ['how many machines can a Harbour 8 run with instant start', 'six'],
  ['who leads support', 'Anneke Dral'],
  ['who leads development', 'Ivo Lindqvist'],
  ['how many partners are there', '58'],
  ['when was Tidewell Systems founded', '2014'],
  ['how long is the warranty on the appliance', 'five years'],
  ['how long is the warranty on disks', 'three years'],
  ['what does Plus support cost', '9 percent'],
  ['how soon does a support session end by itself', 'four hours'],
];
const COUNT = 40;
/** Steps between the two facts of a question; with each, every fact is asked once as the first. */
const STEPS = [7, 12];

export const questions = STEPS.flatMap((step) =>
  FACTS.map(([first, one], at) => {
    const [second, other] = FACTS[(at + step) % FACTS.length];
    return {
      question: `${first[0].toUpperCase()}${first.slice(1)}, and ${second}?`,
      parts: [first, second].map((part) => `${part}?`),
      facts: [one, other],
    };
  }),
).slice(0, COUNT);

/** How many of the facts an answer holds. */
export function factsIn(answer, facts) {
  const text = answer.toLowerCase().replaceAll('%', ' percent').replaceAll(/\s+/g, ' ');
  return facts.filter((fact) => text.includes(fact.toLowerCase())).length;
}
