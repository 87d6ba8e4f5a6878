// What a text that wants to steer a model says, in each language. Words of one cue are any of its list; a star stands for any end of a word.
import { wordLines, words } from '../text/word-lists.js';

/** Wishes that what was told before no longer count. */
export const OVERRIDING = words(`
  bypass disregard forget ignore override overrule
  beachte* ignorier* missachte* vergiss übergeh*
  ignora* ignore* olvida* olvide* omita* descarta*
  ignorez oublie* négligez`);

/** What such a wish is about. */
export const OVERRIDDEN = words(`
  context directions directives everything guidelines instruction instructions prior prompt prompts rules training
  anweisung* vorgabe* regel* richtlinie* bisherig* instruktion* obige* vorherig*
  instrucci* reglas anteriores directrices indicaciones
  consigne* instructions directives règles précédent*`);

/** May stand before a wish within its sentence. */
export const BEFORE_A_WISH = words(`
  and must now please should then to
  bitte nun und
  debe debes favor y
  et maintenant veuillez`);

/** Before a name for the one who reads: "if you are a language model". */
export const IF_YOU_ARE = wordLines(`
  as an
  eres un
  eres una
  if you are a
  if you are an
  si eres
  si vous êtes
  si tu es
  wenn du ein
  wenn du eine
  wenn sie ein
  wenn sie eine`);

/** A model or a program that reads. */
export const ADDRESSED = wordLines(`
  ai
  artificial intelligence
  assistant
  assistants
  asistente*
  assistenten
  automated agent*
  automated reader*
  automated screening
  automated system*
  automatische leser
  chatbot*
  chatgpt
  copilot
  gpt
  ia
  inteligencia artificial
  intelligence artificielle
  ki
  ki-assistent*
  ki-system*
  künstliche intelligenz
  language model*
  llm
  llms
  modelo de lenguaje
  modèle de langage
  sprachmodell*`);

/** Who is meant to speak where a line begins so. */
export const TURNS = words(`
  aiassistant assistant asistente asistencia assistent developer sistema system systemmeldung systemnachricht systemprompt système
  systemanweisung`);

/** Says what is to be said. */
export const SAYING = words(`
  answer answers claim give insist mention name output print promote rank ranked recommend repeat repeats reply report respond say state tell write
  antworte* antwortet antwort behaupte* empfiehl empfehle* gib nenn* sag* schreib* verweis* wiederhol* erwähn*
  afirma* conteste* contesta* di diga* escrib* indica* indique* mencion* recomiend* repite* repit* responda* responde* respond*
  affirme* dis dites donne* écri* indique* mentionne* recommande* répond* répète*`);

/** Without exception, or against what stands there. */
export const ALWAYS = words(`
  always exclusively every instead never only
  ausschließlich immer nie niemals nur statt stattdessen jede
  siempre nunca solo sólo solamente únicamente jamás cada
  jamais seulement toujours uniquement chaque`);

/** Must. */
export const HAVING_TO = words(`
  must shall should
  musst müsst sollst sollt
  debe deben debes deberá*
  devez dois doit`);

/** Before one that says who asks what. */
export const WHEN = words(`
  if on to when whenever
  auf bei falls wenn
  a ante cuando si
  lorsqu* quand`);

export const ASKING = words(`
  ask asked asks inquires queries question questions
  frage* fragt gefragt nachfrage
  pregunta pregunte* preguntan
  demande* question`);

/** The reader is to be somebody else from now on. */
export const NEW_ROLE = wordLines(`
  a partir de ahora
  dorénavant tu es
  du bist ab jetzt
  du bist ab sofort
  du bist jetzt
  désormais tu es
  désormais vous êtes
  eres ahora
  from now on you
  new instructions
  neue anweisungen
  nuevas instrucciones
  nouvelles instructions
  you are no longer
  you are now`);

/** The same as a wish. */
export const PLAYING = wordLines(`
  act as a
  act as an
  act as the
  actúa como
  agis comme
  handle als
  pretend that you
  pretend to be
  roleplay
  spiel* einen
  verhalte dich wie`);

/** What a model was told in secret. */
export const SECRETS = wordLines(`
  hidden prompt
  instrucciones del sistema
  prompt del sistema
  system message
  system prompt
  system-prompt
  systemprompt
  your instructions
  your prompt`);

/** What stood before counts no more. */
export const VOID = words(`
  closed invalid obsolete outdated superseded void
  gesperrt ungültig veraltet
  cerrada vale inválid* caducad*
  périm* invalide* clos`);

/** What stood before. */
export const BEFORE = words(`
  above earlier former previous
  bisherig* obig* vorherig* vorig*
  anterior anteriores antigu*
  ancien* précédent*`);

/** Where a text pretends that the passages end. */
export const ENDS = wordLines(`
  end of context
  end of document
  end of documents
  end of passage
  end of passages
  ende der dokumente
  ende der passagen
  ende des dokuments
  ende des kontexts
  fin de los documentos
  fin de los pasajes
  fin del contexto
  fin del documento
  fin des documents
  fin des passages
  fin du contexte
  fin du document`);
