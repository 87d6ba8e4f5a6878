import { wordLines } from '../../text/word-lists.js';

/** The base form, then the forms that no rule of the stemmer leads back to it. */
export const IRREGULAR_FORMS = wordLines(`
  become became
  begin began begun
  break broke broken
  bring brought
  build built
  buy bought
  catch caught
  child children
  choose chose chosen
  come came
  datum data
  die died dying
  drive drove driven
  eat ate eaten
  fall fell fallen
  feed fed
  feel felt
  find found
  foot feet
  get got gotten
  give gave given
  go goes went gone
  hide hid hidden
  hold held
  keep kept
  know knew known
  leave left
  lie lying
  lose lost
  make made
  man men
  meet met
  mouse mice
  news news
  pay paid
  person people
  run ran
  say said
  see saw seen
  sell sold
  send sent
  speak spoke spoken
  spend spent
  steal stole stolen
  take took taken
  teach taught
  tell told
  think thought
  use used uses using
  wear wore worn
  win won
  woman women
  write wrote written`);

/** Forms that are a word of their own too: "an LED lamp" and "who led it". Two questions must not be joined by them; evidence may be. */
export const AMBIGUOUS_FORMS = wordLines(`
  lead led`);
