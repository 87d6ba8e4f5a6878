import { wordLines, words } from '../../text/word-lists.js';

export const DOCUMENT_NOUNS = words('doc docs document documents file files note notes papers pdf pdfs uploads');
/** All that a question about the documents as such may hold beside them: any other word asks for what they say. */
export const LISTING = words(`
  available can collection currently everything folder folders got have here in indexed know library list loaded many me name now please
  read see show stored there titles uploaded what which`);
/** One of these asks for a list. */
export const OPENING = words('are can did have list many name show there');
/** Ask for what there is without a word for documents. */
export const TOPICS = wordLines(`
  what can i ask
  what can i ask you
  what can i ask you about
  what do you know
  what do you know about
  what is in here
  what is in your collection
  what is in your library
  what topics are there
  what topics do you cover`);

export const SUMMARISING = words('outline recap summarise summarize');
/** What follows "of", "in" or "from" behind one of these is to be summarised. */
export const SUMMARIES = words('gist highlights overview points recap summary synopsis takeaways tldr');
export const SAYING = words('contains covers discusses says');
export const SAYING_PLAIN = words('contain cover discuss say');
/** Say how short it shall be. */
export const BRIEFLY = wordLines(`
  briefly
  for me
  for me please
  in a few sentences
  in a few words
  in a nutshell
  in brief
  in short
  please
  quickly`);
/** No part of a document's name. */
export const BEFORE_NAMES = words('called document file my named our pdf that the this titled your');
