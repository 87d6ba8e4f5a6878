/** What is wrong with a document and what would be right, in words that follow its name: "is empty; send ...". */
export class Refusal extends Error {
  name = 'Refusal';
}
