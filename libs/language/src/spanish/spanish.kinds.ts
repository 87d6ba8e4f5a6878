import { anyWord, durationOf, type LocalKinds } from '../local/local-kinds.js';

const UNITS = 'días?|horas?|minutos?|semanas?|mes|meses|años?|trimestres?';
const COUNTED =
  'dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|mil';
const NUMBER = `una?|${COUNTED}`;

export const SPANISH_KINDS: LocalKinds = {
  asks: [
    ['person', anyWord('quién', 'quiénes')],
    ['time', anyWord('cuándo', 'qué (?:año|día|fecha|hora|mes|momento)s?')],
    ['reason', anyWord('por qué', 'por cuál razón')],
    ['amount', anyWord('cuánt[oa]s?')],
    ['place', anyWord('dónde', 'adónde')],
  ],
  signs: {
    person: anyWord(
      'sr|sra|dr|dra|don|doña|señora?|yo|él|ella|ellos|ellas|nosotros|usted|ustedes|nadie|alguien|cada uno|todos|todas|quien|quienes',
      'gente|personas?|padres?|madres?|hijos?|niños?|clientes?|huésped|huéspedes|jefes?|jefa|alcalde|alcaldesa|empresa|asociación|club|comité|consejo|equipo|oficina|servicio|policía|escuela|colegio|banco|comunidad|junta|miembros?|vecin[oa]s?|mujer|mujeres|hombres?|marido|abogad[oa]s?|notari[oa]s?|ayuntamiento|juez|jueza',
      'conserjes?|herman[oa]s?|abuel[oa]s?|tí[oa]s?|prim[oa]s?|sobrin[oa]s?|niet[oa]s?|espos[oa]s?|familia|amig[oa]s?|dueñ[oa]s?|alumn[oa]s?|maestr[oa]s?|médic[oa]s?|arquitect[oa]s?',
      'asamblea|el seguro|municipio|el estado|gobierno|ministerio|universidad|hospital|fundación|cooperativa|comisión|dirección|administración|agencia',
      String.raw`\p{L}{2,}(?:or|ores|ora|oras|ario|aria|arios|arias|istas?|ante|antes|ente|entes|ero|era|eros|eras|ado|ada|ados|adas|ino|ina|inos|inas)`,
    ),
    time: anyWord(
      String.raw`1\d{3}|20\d{2}|\d{1,2}[:.]\d{2}|\d{1,2}/\d{1,2}|\d{1,2} ?h|las \d{1,2}`,
      'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre',
      'lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|festivos?|laborables?|fin de semana|fines de semana',
      'mañanas?|mediodía|tardes?|noches?|medianoche|madrugada|amanecer|anochecer|atardecer|hoy|ayer|anteayer|anoche|primavera|verano|otoño|invierno|navidad|pascua|vacaciones|temporada|siglo',
      'antes|después|desde|hasta|durante|cuando|mientras|tras|al|dentro|inicio|comienzo|principios?|finales?|mediados|inmediatamente|siempre|nunca|cada|diario|diariamente|semanal|mensual|anual|pronto|partir|luego|entonces|plazo',
      `a la una|(?:a|entre|sobre) las (?:${COUNTED})`,
      UNITS,
    ),
    amount: anyWord(
      String.raw`\d[\p{L}\d.,%]*`,
      COUNTED,
      'una? (?:tercio|cuarto|docena|decena|día|hora|minuto|semana|mes|año|euro)',
      'ningún|ninguna|ninguno|cero|medi[oa]|mitad|tercio|cuarto|docena|decena|cientos|miles|millón|millones|vari[oa]s|algun[oa]s|doble|gratis|gratuit[oa]s?|nada|ilimitad[oa]s?|cada|ambos|ambas',
      String.raw`(?:dieci|veinti)\p{L}+|\p{L}+cient[oa]s|(?:hay|solo|sólo) una?|un[oa]? (?:sol[oa]|únic[oa])|una? \p{L}+ por`,
    ),
    place: anyWord(
      'a|al|en|sobre|bajo|junto|cerca|detrás|delante|entre|fuera|dentro|aquí|allí|calle|plaza|planta|frente|lado|izquierda|derecha|norte|sur|este|oeste|desde|hasta',
    ),
    reason: new RegExp(
      `${anyWord('porque|pues|ya que|como|para|causa|razón|razones|motivos?|por|debido|gracias|así|luego|si no|evita|evitar|impide|impedir|dado|puesto|permite|permitir|a fin|consecuencia').source}|[\\p{L}\\p{N}][:;]\\s|\\s[–—-]\\s`,
      'iu',
    ),
  },
  durations: durationOf({
    number: NUMBER,
    units: UNITS,
    unless: 'en|dentro de|tras|después de|antes de|desde hace|hace|cada|los|las|primeros|últimos|próximos|a',
    until: 'antes|después|más tarde|de antelación|de la (?:mañana|tarde|noche)',
  }),
};
