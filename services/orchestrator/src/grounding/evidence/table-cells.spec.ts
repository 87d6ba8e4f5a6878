import { growsTooFast } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { passage } from '../passages.fixture.js';
import { candidatesOf, inContext } from './candidates.policy.js';
import { forQuestion } from './table-cells.policy.js';
import { cellsOf } from './table-rows.policy.js';

const GARAGE = `Prices hold for a year.

| Job                    | Model 3 | Model S | Model X |
| ---------------------- | ------: | ------: | ------- |
| Tyre change            | 120     | 150     | 180     |
| Service                | 340     | 410     |         |
| Full valet             | **95**  | 105     | –       |
| Windscreen replacement | 890     | 990     | 1.050,00 € |

Call us on weekdays.`;
/** As Word and HTML tables are read: no mark at the ends of a row, an empty first cell. */
const ROOMS = '| Weekday (EUR) | Weekend (EUR)\nSingle room | 80 | 95\nDouble room | 110\nSuite | 1.250,00 | 1.490,00';
/** As a page keeps it: over the names of the rows nothing stands. */
const MACHINES = 'Solvia 300 | Solvia 500\nPower | 1450 W | 1700 W\nWater tank | 2.1 l | 2.8 l\nPump pressure | 15 bar | 19 bar';
const STAFF = 'Name | Department | Phone\nAda Lund | IT | 4410\nIvo Brandt | Sales | 4422\nMia Sol | Design | 4431';
const CITIES = 'Region | City | Fee [EUR] | Seats\nNorth | Leiden | 3,50 | 40\nSouth | Breda | 4,00 | 60';

const textsFor = (question: string, text: string, more = {}) =>
  forQuestion(question, candidatesOf([passage(text, more)])).candidates.map((one) => one.text);

describe('a table of a passage', () => {
  it.each([
    ['How much is a tyre change for the Model 3?', GARAGE, ['Tyre change, Model 3: 120']],
    ['What does the service of a Model S cost?', GARAGE, ['Service, Model S: 410']],
    ['What is the Model 3 full valet price?', GARAGE, ['Full valet, Model 3: 95']],
    ['How much is a windscreen replacement on a Model X?', GARAGE, ['Windscreen replacement, Model X: 1.050,00 €']],
    ['How much is a service for the Model 3 and the Model S?', GARAGE, ['Service, Model 3: 340', 'Service, Model S: 410']],
    ['How much is a suite on a weekend?', ROOMS, ['Suite, Weekend (EUR): 1.490,00']],
    ['How big is the water tank of the Solvia 500?', MACHINES, ['Water tank, Solvia 500: 2.8 l']],
    ['How big is the water tank of the Solvia 300?', MACHINES, ['Water tank, Solvia 300: 2.1 l']],
    ['How big is the water tank of the Solvia 700?', MACHINES, []],
    ['What is the phone of IT?', STAFF, ['Ada Lund, IT, Phone: 4410']],
    ['What are the seats in Breda?', CITIES, ['South, Breda, Seats: 60']],
    ['What is the fee in Leiden, North?', CITIES, ['North, Leiden, Fee [EUR]: 3,50']],
  ])('answers %j with one cell beside the names of its row and its column', (question, text, cells) => {
    expect(textsFor(question, text).filter((one) => /[:|]/u.test(one))).toEqual(cells);
  });

  it.each([
    ['How many M10 hex bolts are on hand?', 'HX-110, Hex bolt, M10, zinc, A4, On hand: 85'],
    ['Who supplies the penny washers?', 'WS-020, Washer, "penny", M8, B1, Supplier: Tolland'],
    ['How many hex bolts are on hand?', undefined],
    ['How many M10 hex bolts are not on hand?', undefined],
    ['How many M12 hex bolts are on hand?', undefined],
  ])('of a file with one row that is named in part: %s', (question, expected) => {
    const stock =
      'SKU,Item,Shelf,On hand,Supplier\nHX-100,"Hex bolt, M8, zinc",A3,1240,Brannock\nHX-110,"Hex bolt, M10, zinc",A4,85,Brannock\n';
    const found = passage(`${stock}WS-020,"Washer, ""penny"", M8",B1,5600,Tolland`, { documentName: 'stock.csv' });
    const [cell] = forQuestion(question, candidatesOf([found])).candidates.filter((one) => one.cell);
    expect(cell?.text).toBe(expected);
  });

  it('has no cell for a way that its row goes the other way round', () => {
    const found = passage('Line;From;To;Fare\nN14;Leiden;Breda;6,20\nN15;Breda;Zeist;3,10', { documentName: 'lines.csv' });
    const cells = (question: string) => forQuestion(question, candidatesOf([found])).candidates.filter((one) => one.cell);
    expect(cells('What is the fare from Leiden to Breda?').map(({ cell }) => cell?.value)).toEqual(['6,20']);
    expect(cells('What is the fare from Breda to Leiden?')).toEqual([]);
  });

  it('is quoted by the row that stands there, under its own heading', () => {
    const later = 'Service | 340 | 410\nTyre change | 120 | 150';
    const found = passage(later, { heading: 'Prices > Job | Model 3 | Model S' });
    const [cell] = forQuestion('How much is a tyre change for the Model S?', candidatesOf([found])).candidates;
    expect(cell && inContext(cell)).toBe('backups, Prices: Tyre change, Model S: 150');
    expect(later.slice(cell?.start, cell?.end)).toBe('Tyre change | 120 | 150');
    expect(cell?.cell).toEqual({ value: '150', others: ['120'] });
  });

  it.each([
    ['a model that it lacks', 'How much is a tyre change for the Model Y?', GARAGE],
    ['a model of a longer name', 'How much is a tyre change for the Model 3 Plus?', GARAGE],
    ['a job of a longer name', 'How much is an oil service for the Model 3?', GARAGE],
    ['several of the job', 'How much are 3 tyre changes for the Model 3?', GARAGE],
    ['another place', 'In Leiden, how much is a service for the Model 3?', GARAGE],
    ['an empty cell', 'How much is a service for the Model X?', GARAGE],
    ['a cell with a dash', 'How much is a full valet for the Model X?', GARAGE],
    ['a cell that is not there', 'How much is a double room on the weekend?', ROOMS],
  ])('has no row and no cell for %s, and shows what comes near', (_case, question, text) => {
    const { candidates, ruledOut } = forQuestion(question, candidatesOf([passage(text)]));
    expect(candidates.filter(({ row, cell }) => row ?? cell)).toEqual([]);
    expect(ruledOut.length).toBeGreaterThan(0);
  });

  it('whose cell is empty rules out what its document says of other rows', () => {
    const ferry = 'Departure | Oban | Lismore\nMidday | 12:20 | 13:45\nEvening | 18:30 |\n\nThe Sunday service does not call at Lismore.';
    const ferries = { documentName: 'ferry.html' };
    const prose = (question: string) => textsFor(question, ferry, ferries).filter((one) => one.startsWith('The'));
    expect(prose('When does the evening ferry call at Lismore?')).toEqual([]);
    expect(prose('When does the midday ferry call at Lismore?')).toHaveLength(1);
    expect(prose('When does the Sunday service call at Lismore?')).toHaveLength(1);
    expect(textsFor('When does the evening ferry call at Lismore?', `${ferry} The evening ferry calls there on request.`, ferries)).toEqual(
      ['The evening ferry calls there on request.'],
    );
  });

  it('keeps whole rows where only the row is named, or nothing is', () => {
    expect(textsFor('What does a suite cost?', ROOMS)).toEqual(['Suite | 1.250,00 | 1.490,00']);
    expect(textsFor('Which room is the cheapest?', ROOMS)).toHaveLength(4);
    expect(textsFor('When can I call?', GARAGE)).toEqual(expect.arrayContaining(['Call us on weekdays.', 'Prices hold for a year.']));
  });

  it('of two columns has the one cell of a row that is named', () => {
    const plots = '| Size | Rent per year (EUR) |\n| --- | --- |\n| Half plot | 35 |\n| Full plot | 60 |';
    expect(textsFor('How much is a half plot?', plots)).toEqual(['Half plot, Rent per year (EUR): 35']);
    expect(textsFor('How much are a half plot and a full plot?', plots)).toHaveLength(2);
  });

  it('whose columns have no names, or more cells than names, gives no cells', () => {
    const people = 'Alice | Berlin | cook\nBob | Paris | baker';
    expect(textsFor('Is Bob in Berlin?', people).filter((one) => one.includes(':'))).toEqual([]);
    expect(textsFor('How much is a service for the Model 3?', 'Job | Model 3\nService | new | 340\nValet | 95')).toEqual([]);
  });

  it('is one of two where another document has the same row under other names', () => {
    const one = passage('Job | Model 3\nService | 340', { documentId: 'a' });
    const two = passage('Job | Model S\nService | 340', { documentId: 'b' });
    const { candidates } = forQuestion('How much is a service for the Model S?', candidatesOf([one, two]));
    expect(candidates.filter(({ cell }) => cell).map(({ text, passage: { documentId } }) => [text, documentId])).toEqual([
      ['Service, Model S: 340', 'b'],
    ]);
  });
});

describe('a separated file', () => {
  const PEOPLE = 'Name,Role,Extension,Days\nInes Halloran,Glaze tutor,227,Thu\n"Wren, Tobias","Caretaker, ""night""",240,Mon-Sun';
  const file = { documentName: 'phones.csv', documentPath: 'phones.csv' };

  it.each([
    ['What is the extension of Ines Halloran?', 'Ines Halloran, Glaze tutor, Extension: 227'],
    ['What is the role of Ines Halloran?', 'Ines Halloran, Role: Glaze tutor'],
    ['What is the extension of Wren, Tobias?', 'Wren, Tobias, Caretaker, "night", Extension: 240'],
  ])('answers %j with one cell', (question, cell) => expect(textsFor(question, PEOPLE, file)).toEqual([cell]));

  it.each([
    ['What is the price of the Kettle Alba?', 'K-100, Kettle Alba, Price EUR: 34.90'],
    ['What does the Kettle Alba Plus have as its price?', 'K-110, Kettle Alba Plus, Price EUR: 49.90'],
  ])('asks for a column without its money: %s', (question, cell) => {
    const prices = 'Article,Name,Price EUR,Stock\nK-100,Kettle Alba,34.90,120\nK-110,Kettle Alba Plus,49.90,35';
    expect(textsFor(question, prices, { documentName: 'prices.csv' })).toEqual([cell]);
  });

  it('has the names of its columns in later parts too, whatever it is separated by', () => {
    const later = { documentName: 'stock.TSV', heading: 'Item\tPrice\tPlace', index: 3 };
    expect(textsFor('What is the price of a hammer?', 'Saw\t9\tA\nHammer\t12\tB', later)).toEqual(['Hammer, Price: 12']);
    expect(textsFor('What is the price of a hammer?', 'Saw\t9\tA\nHammer\t12\tB', { ...later, documentName: 'stock.md' })).toHaveLength(1);
  });
});

it('cuts a line into cells: pipes that are escaped stay, marks of emphasis go', () => {
  expect(cellsOf(String.raw`| a \| b | **12** |  | ` + '`x` |')).toEqual(['a | b', '12', '', 'x']);
  expect(cellsOf('| Weekday | Weekend')).toEqual(['', 'Weekday', 'Weekend']);
  expect(cellsOf('no table')).toEqual(['no table']);
});

it('has the names of its columns from its heading where only the format says that they are names', () => {
  const rota = { heading: 'Rota > Day | Opens | Closes' };
  const text = 'Day | Opens | Closes\nMonday | Della | Hamid\nTuesday | Priya | Della';
  expect(textsFor('Who opens on Tuesday?', text, rota)).toEqual(expect.arrayContaining(['Tuesday, Opens: Priya']));
  expect(candidatesOf([passage(text, rota)])[0]?.row?.isHeader).toBe(true);
});

describe('a table of words', () => {
  const HOUSEHOLD =
    'What | Company | Cost per month | Can be cancelled\nElectricity | Nordstrom | 84 euros | end of each quarter\nCar insurance | Helvar | 52 euros | 30 November\nGym | Ironhouse | 29 euros | six weeks before the year ends';
  const SHIFTS = 'Day | Opens | Closes\nMonday | Della | Hamid\nTuesday | Priya | Della\n\nKeys hang in the office.';

  it('has names over a column of figures', () => {
    expect(textsFor('What is the cost per month of the gym?', HOUSEHOLD)).toEqual(['Gym, Ironhouse, Cost per month: 29 euros']);
  });

  it('is read row by row where its columns have no names that are known', () => {
    expect(candidatesOf([passage(SHIFTS)]).map(({ text }) => text)).toEqual([
      'Day | Opens | Closes',
      'Monday | Della | Hamid',
      'Tuesday | Priya | Della',
      'Keys hang in the office.',
    ]);
  });
});

it('grows no faster than the table and the question', () => {
  const table = (size: number) =>
    ['Job | Model 3', ...Array.from({ length: size / 20 }, (_, at) => `model model ${at} | ${at}`)].join('\n');
  const ask = (text: string) => forQuestion('model '.repeat(text.length / 20), candidatesOf([passage(text)]));
  expect(growsTooFast(ask, table)).toBe(false);
});
