import { anyWord, durationOf, type LocalKinds } from '../local/local-kinds.js';

const UNITS = 'tagen?|tage|stunden?|minuten?|wochen?|monaten?|monate|monats|jahren?|jahre|jahres|quartal|quartals';
const COUNTED = 'eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|hundert|tausend';
const NUMBER = `ein(?:e|em|en|er)?|${COUNTED}`;

export const GERMAN_KINDS: LocalKinds = {
  asks: [
    ['person', anyWord('wer', 'wem', 'wen', 'wessen')],
    ['time', anyWord('wann', 'um wie ?viel uhr', 'welche[mnrs]? (?:datum|jahr|monat|tag|uhrzeit|wochentag|zeitpunkt)')],
    ['amount', anyWord('wie ?viele?[mnrs]?', 'wie (?:alt|breit|groß|hoch|schwer|teuer|tief|weit)')],
    ['place', anyWord('wo', 'woher', 'wohin')],
    ['reason', anyWord('warum', 'weshalb', 'weswegen', 'wieso', 'aus welchem grund')],
  ],
  signs: {
    // A noun has a capital as a name has, so a name is known by what stands beside it, or where it opens the sentence.
    person: new RegExp(
      [
        String.raw`(?<!\p{L})(?:[Hh]err|[Ff]rau|Dr|Prof|Familie|Firma|GmbH|AG|Verein|Vorstand|Amt|Rat|Team|Gäste?n?|Kund(?:e|en|in)|Person(?:en)?|Eltern|Kinder?n?|Leute|Chef(?:in)?|Arzt|Ärztin|Anwalt|Wart|Koch|Gemeinde|Polizei|Feuerwehr|Schule|Bank|Stadt)(?!\p{L})`,
        String.raw`(?<!\p{L})(?:ich|wir|ihr|er|sie|man|jede[rmn]?|alle|allen|niemand|jemand|beide[rn]?|selbst|Sie|du)(?!\p{L})`,
        // "Mieter", "Leiterin", "Hausmeister", "Verwaltung", "Vorsitzende": many who do something end alike.
        String.raw`\p{L}{2}(?:ern?|innen|in|ung|ende[rn]?|schaft|leute|mann|frau|isten?|wart|amt|rat|abteilung|team|dienst|büro|kasse|firma|betrieb|verein|zentrum|gemeinde)(?!\p{L})`,
        String.raw`\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+`,
        // "Das war Goethe."
        String.raw`(?<!\p{L})(?:ist|sind|war|waren)\s\p{Lu}\p{L}+[.!]?$`,
        String.raw`(?<!\p{L})(?:von|durch|an|bei)\s\p{Lu}`,
        String.raw`^(?!D(?:as|ie|er|em|en)\s|Ein|Im\s|Am\s|In\s|Zu)\p{Lu}`,
      ].join('|'),
      'u',
    ),
    time: anyWord(
      String.raw`1\d{3}|20\d{2}|\d{1,2}[.:]\d{2}|\d{1,2}(?:[.:]\d{2})? ?uhr|\d{1,2}\.(?= ?\p{L}| ?\d)`,
      '(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jänner)s?',
      '(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)(?:s|en|e|abend|abends|nachmittag|morgen)?',
      '(?:früh|vor|nach)?(?:morgens?|mittags?|abends?|nachts?)|nacht|vormittags?|nachmittags?|mitternacht|heute|(?:vor)?gestern|übermorgen',
      'früh(?:ling|jahr|er|estens)?s?|sommers?|herbst(?:es)?|winters?|ostern|pfingsten|weihnachten|silvester|neujahr|ferien|feiertagen?|feiertage|saison',
      '(?:werk|wochen|arbeits|geburts|mark|liefer|stich)tags?(?:en|e)?|wochenenden?|spätestens|(?:all)?jährlich|ganzjährig|\\p{L}+(?:tägig|wöchig)|täglich|wöchentlich|monatlich|stündlich',
      'sofort|umgehend|jederzeit|rund um die uhr|nachdem|bevor|sobald|solange|während|wenn|bei|nach|vor|seit|seitdem|bis|ab|binnen|innerhalb|anfang|mitte|ende|beginn|dann|danach|zuvor|damals|zuletzt|noch nie|nie',
      `(?:gegen|halb|um) (?:\\d{1,2}|${COUNTED})`,
      '(?:dienst|ferien|jahres|miet|monats|quartals|saison|schul|semester|vertrags|wochen)(?:anfang|beginn|ende|ersten|mitte|schluss)s?',
      UNITS,
      'tag|jahr|monat|(?:19|20)\\d0er|jahrhunderts?',
    ),
    amount: anyWord(
      String.raw`\d[\p{L}\d.,%]*`,
      COUNTED,
      '(?:ein(?:e|em|en|er)?) (?:drittel|viertel|dutzend|prozent|paar|tag|stunde|minute|woche|monat|jahr|euro)',
      'kein(?:e|en|er|em)?|null|halb(?:e|er|en|es)?|anderthalb|hälfte|drittel|viertel|dutzend|paar|mehrere|mehreren|einige|viele|beide|beiden|doppelt|zweimal|einmal|dreimal|kostenlos|kostenfrei|gratis|umsonst|unbegrenzt|beliebig|nichts|millionen?|milliarden?|voll(?:e|en|er)?|ganze[nr]?',
      '(?:genau|je|jeweils|nur) ein(?:e|em|en|er)?|einzige[mnrs]?',
      String.raw`\p{L}*(?:hundert|tausend|zig|zehn)\p{L}*|\p{L}+einhalb|(?:ein|${COUNTED})(?:fach|köpfig|mal|stöckig|teilig|zimmer)\p{L}*`,
    ),
    place: anyWord(
      'am|an|auf|aus|bei|beim|gegenüber|hinter|im|in|ins|nach|neben|über|unter|vom|von|vor|zum|zur|zwischen|dort|hier|draußen|drinnen|oben|unten|links|rechts',
    ),
    reason: new RegExp(
      `${anyWord('weil|da|denn|deshalb|daher|darum|deswegen|dadurch|damit|um|wegen|aufgrund|auf grund|grund|gründen|grunde|sonst|infolge|führ(?:t|te|en|ten)|verursacht|nämlich|durch|aus|für|zum|zur|zwecks|somit|also|falls|wenn|nachdem|dank|mangels|angesichts|schließlich|so dass|sodass|bei|ursache|schuld|dient|dienen|verhindert|vermeide[nt]|vermeidung|schutz').source}|[\\p{L}\\p{N}][:;]\\s|\\s[–—-]\\s`,
      'iu',
    ),
  },
  durations: durationOf({
    number: NUMBER,
    units: UNITS,
    unless: 'in|nach|vor|binnen|innerhalb von|alle|jede[rnms]?|seit|ab|bis|letzten|ersten|nächsten|den',
    until: 'vor|nach|zuvor|danach|später|früher|vorher|im voraus|zum|her',
  }),
};
