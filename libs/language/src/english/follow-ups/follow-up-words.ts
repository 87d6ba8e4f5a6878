import { wordLines, words } from '../../text/word-lists.js';

/** Before what takes the place of something in the question before: "what about the dryer". */
export const OPENERS = wordLines(`
  also
  and
  and also
  and how about
  and now
  and same for
  and the same for
  and then
  and what about
  but
  but what about
  how about
  now
  or
  same for
  so
  so what about
  the same for
  then
  what about
  what of`);
/** Behind it: "cats too". */
export const CLOSERS = words('also instead please then too');
/** Ask for more of the same. */
export const MORE = wordLines(`
  any more details
  can you elaborate
  elaborate
  give me more details
  go on
  more
  more about that
  more about this
  more details
  more on that
  please elaborate
  tell me more
  what else`);

export const DEFINITE = words('that the these this those');
export const INDEFINITE = words('a an another any each every some');

/** Stand for a thing, or for a person, that was spoken of. */
export const THINGS = words('it that them these they this those');
export const PERSONS = words('he her him she them they');
export const OWNERS = words('her his its their');

/** What questions of every day ask of things, in their plain form. A noun that can be one of them is a verb where no article stands before it. */
export const VERBS = words(`
  accept allow apply arrive ask attend be begin belong bring build buy call cancel change charge check clean close come contact contain
  cost cover deliver do eat end expire fail find finish fix follow get give go happen have help hold include insure keep know last lead
  leave live look lose make manage mean meet need offer open order own park pay print provide put reach receive register renew repair
  replace report request require reset return run see sell send serve set ship sign sit sleep smoke spend start stay stop store submit
  support take teach test travel turn update use visit wait want wash wear work write`);

/** One of these takes the place of another of the same line. */
export const PARALLEL_VERBS = wordLines(`
  arrive leave
  begin end finish start stop
  buy order sell
  close open
  give take
  log sign
  receive send`);
