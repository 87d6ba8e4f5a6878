// Small questions by which a model shows what it can do. They are nobody's: no document, no benchmark and no example of a prompt has them.
import type { Judged } from '../grounding/judge/judge.policy.js';

export interface JudgeItem extends Judged {
  readonly answers: boolean;
}

/** One text, a question that it answers, and one that it nearly answers: another thing of the same kind, or a detail that it leaves out. */
function pair(title: string, text: string, answered: string, missed: string): JudgeItem[] {
  return [
    { title, text, question: answered, answers: true },
    { title, text, question: missed, answers: false },
  ];
}

export const JUDGE_ITEMS: readonly JudgeItem[] = [
  ...pair('Gym rules', 'Lockers are emptied every Sunday evening.', 'When are the lockers emptied?', 'When is the sauna cleaned?'),
  ...pair(
    'Bike hire',
    'A tandem costs 24 pounds a day, helmets included.',
    'What do I pay for a tandem per day?',
    'What do I pay for a cargo bike per day?',
  ),
  ...pair(
    'Minutes of March',
    'Mr Okoro will repaint the fence by the end of April.',
    'Who is going to repaint the fence?',
    'Who will pay for the paint?',
  ),
  ...pair(
    'Coffee maker K3',
    'Descale the K3 after every 200 cups.',
    'How often should the K3 be descaled?',
    'How often should the K5 be descaled?',
  ),
  ...pair(
    'Travel policy',
    'Trips under 300 kilometres are made by train.',
    'How must I travel if the trip is 120 kilometres long?',
    'Which hotel may I book on a trip?',
  ),
  ...pair(
    'Museum',
    'The east wing was designed by Lena Falk and opened in 1934.',
    'In which year did the east wing open?',
    'Who designed the west wing?',
  ),
  ...pair(
    'Warranty',
    'The motor is covered for ten years, the door seal for two.',
    'How long is the door seal covered?',
    'How long is the display covered?',
  ),
  ...pair('School trip', 'The bus leaves from the north gate at 8:15.', 'Where does the bus start?', 'When does the bus come back?'),
  ...pair(
    'Soup',
    'Simmer the lentils for 25 minutes, then add the spinach.',
    'How long do the lentils cook?',
    'How much salt goes into the soup?',
  ),
  ...pair(
    'Release notes 4.1',
    'Version 4.1 fixes the crash on export and needs 2 GB of memory.',
    'What does 4.1 repair?',
    'What does version 4.2 repair?',
  ),
  ...pair(
    'House rules',
    'Dogs are allowed in the yard but not in the stairwell.',
    'May I take my dog into the stairwell?',
    'May I keep a cat in the flat?',
  ),
  ...pair('Staff', 'Ines Brandt leads sales; Tom Reuter leads support.', 'Who is in charge of support?', 'Who is in charge of purchasing?'),
];

export const ANSWER_ITEMS = [
  {
    text: 'The workshop opens at 7:30 and closes at 16:00.',
    question: 'When does the workshop close?',
    contains: ['16:00', '16.00', '4 pm'],
  },
  {
    text: 'Parking permits cost 42 euros a year and are issued by Ms Adeyemi.',
    question: 'Who issues parking permits?',
    contains: ['adeyemi'],
  },
  { text: 'The red valve stops the water, the blue valve stops the gas.', question: 'Which valve stops the gas?', contains: ['blue'] },
  {
    text: 'Invoices are paid within 14 days, reminders cost 5 euros.',
    question: 'Within how many days are invoices paid?',
    contains: ['14'],
  },
  { text: 'Room 12 seats 30 people, room 14 seats 80.', question: 'How many people fit in room 14?', contains: ['80'] },
  { text: 'The boiler was replaced in 2019, the roof in 2022.', question: 'In which year was the roof replaced?', contains: ['2022'] },
] as const;

export const TOOL_ITEM = {
  question: 'What is the weather in Bergen right now? Use the tool.',
  tool: {
    type: 'function',
    function: {
      name: 'current_weather',
      description: 'The weather of a city right now',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
  argument: 'bergen',
} as const;
