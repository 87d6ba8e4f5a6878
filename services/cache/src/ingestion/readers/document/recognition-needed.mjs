/** Words of the document have to be recognised, which takes long: a reader begins that only where its job allows it. */
export class RecognitionNeeded extends Error {}
