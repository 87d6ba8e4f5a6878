import { describe, expect, it } from 'vitest';
import { asksForOwnText, givesUp, leansOnEarlier, opensWithCourtesy, opensWithRegret, refersBack, speaksOfDocuments } from './talk.js';

describe('talk', () => {
  it.each([
    [opensWithCourtesy, 'Good morning, all', true],
    [opensWithCourtesy, 'History of the hi-fi', false],
    [asksForOwnText, 'Please, could you tell me a joke?', true],
    [asksForOwnText, 'Can you tell me the port?', false],
    [speaksOfDocuments, 'what is in our notes?', true],
    [speaksOfDocuments, 'what is in the profile?', false],
    [leansOnEarlier, 'What about Sunday?', true],
    [leansOnEarlier, 'What is it about?', false],
    [refersBack, 'Is it the same?', true],
    [refersBack, 'Who pays his/her fee?', true],
    [refersBack, 'Who pays?', false],
    [opensWithRegret, 'I’m sorry, no.', true],
    [opensWithRegret, 'He said: I am sorry.', false],
    [givesUp, 'The port is not mentioned.', true],
    [givesUp, "It's 7443, I can't add more", true],
    [givesUp, 'It is 7443.', false],
  ])('%o of "%s": %s', (asks, text, expected) => expect(asks(text)).toBe(expected));
});
