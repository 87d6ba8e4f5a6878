// Words that tell that somebody is spoken of.
import { words } from '../../text/word-lists.js';
import { stem } from '../words/stems.js';

export const PEOPLE = words(`
  accountant admin adult agent anybody applicant architect assistant aunt author baby boss boy brother builder buyer captain chair chef
  chief child cleaner clerk coach colleague contractor cook couple customer dad daughter dean deputy director doctor driver duke editor
  electrician emperor employee employer engineer everybody expert family farmer father founder friend gardener girl governor guard guest
  guide he head host husband inspector judge king lady lawyer lead leader lodger manager mayor member men minister mother mum neighbor
  neighbour nobody nurse officer operator organiser owner parent participant partner party patient people pilot player plumber porter
  president prince princess principal prisoner pupil queen representative resident seller sergeant servant she sister soldier somebody son
  speaker spokesperson staff student supervisor supplier surgeon tailor teacher tenant they trainer treasurer tutor uncle user vendor
  visitor volunteer waiter warden who wife winner witness women worker writer`);
/** Do things like somebody. */
export const GROUPS = words(`
  agency army association authority bank board club committee company council court crew department firm government group ministry office
  police school society team union university`);
/** "The landlord", "a caretaker", "the librarian". */
const ENDINGS = ['lord', 'keeper', 'taker', 'holder', 'maker', 'man', 'woman', 'person', 'ian', 'ologist', 'secretary'];
const KNOWN: ReadonlySet<string> = new Set([...PEOPLE, ...GROUPS].map(stem));

/** Whether a noun names a person or a group that acts. */
export function isWho(noun: string): boolean {
  return KNOWN.has(stem(noun)) || ENDINGS.some((ending) => noun.endsWith(ending) || noun.endsWith(`${ending}s`));
}
