// Texts with questions that they answer and questions that they don't: one document a line, {title, paragraphs: [{heading?, text, questions:
// [{question, answers: [...]}]}]}.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** @returns {{title: string, paragraphs: {text: string, questions: {question: string, answers: string[]}[]}[]}[]} */
export function readDocuments(path) {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, at) => documentOf(line, `${path}:${at + 1}`));
}

function documentOf(line, where) {
  const document = JSON.parse(line);
  if (typeof document.title !== 'string' || !Array.isArray(document.paragraphs))
    throw new Error(`${where}: needs "title" and "paragraphs"`);
  return document;
}

/** All paragraphs as the passages that retrieval would give, and all questions with the paragraph that they were asked of. */
export function passagesAndQuestions(documents, set) {
  const passages = [];
  const questions = [];
  documents.forEach(({ title, paragraphs }, at) => {
    const document = `${set} ${at}`;
    paragraphs.forEach(({ heading, text, questions: asked, ...rest }, number) => {
      const passage = {
        chunkId: `${document}-${number}`,
        documentId: document,
        documentName: title,
        ...(heading === undefined ? {} : { heading }),
        index: rest.index ?? number,
        text,
        score: 0,
      };
      passages.push(passage);
      for (const { question, answers } of asked) questions.push({ question, answers, document, passage, set });
    });
  });
  return { passages, questions };
}
