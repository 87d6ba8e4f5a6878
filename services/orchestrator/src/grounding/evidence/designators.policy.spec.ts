import { describe, expect, it } from 'vitest';
import { passage } from '../passages.fixture.js';
import { candidatesOf, type Candidate } from './candidates.policy.js';
import { areOfOthers, isOfAnother } from './designators.policy.js';

const said = (text: string, documentName = 'notes.md', heading?: string): Candidate =>
  candidatesOf([passage(text, { documentName, ...(heading ? { heading } : {}) })])[0] as Candidate;

describe('isOfAnother', () => {
  it.each([
    ['What is the price of contract A?', said('The price is 2,150 euros per month.', 'contract-b.md')],
    ['What is the price of contract C?', said('The price is 820 euros.', 'contract-a.md')],
    ['Who lives in flat 3B?', said('Flat 4A belongs to Ms. Ito.')],
    ['How much vitamin D is in it?', said('It holds 80 mg of vitamin C.')],
    ['What is new in version 2?', said('The editor has tabs now.', 'changes.md', 'Version 3')],
    ['When will vega-4 be switched off?', said('The old machine, vega-3, will be switched off on 30 November.')],
    ['Where is room 12?', said('Room 14 is on the second floor.')],
    ['When was the 2023 report written?', said('The 2024 report was written in May.')],
    ['When did the regatta take place in 2025?', said('The regatta takes place on 18 April 2026 at Mill Reach.')],
    ['When does the autumn regatta take place?', said('The spring regatta takes place on 18 April 2026.')],
    ['When will vega-3 be switched on?', said('The old machine, vega-3, will be switched off on 30 November.')],
    ['Who pays for repairs above 120 euros?', said('The tenants pay for repairs below 120 euros.')],
    ['Who pays for repairs of more than €120?', said('The tenants pay for repairs of up to 120 euros.')],
    ['What does it mean when the lamp is blinking green?', said('A red lamp means that the filter is full.')],
    ['What does a steady green lamp mean?', said('While it charges, the lamp is blinking green.')],
    ['Was bedeutet es, wenn die Lampe grün blinkt?', said('Leuchtet die Lampe rot, ist der Filter voll.')],
    ['Que signifie le voyant vert ?', said('Un voyant rouge indique que le filtre est plein.')],
    ['¿Qué significa la luz verde?', said('La luz roja indica que el filtro está lleno.')],
    ['When does the spring term begin?', said('The autumn term begins on 2 September.')],
  ])('%s', (question, candidate) => {
    expect(isOfAnother(question)(candidate)).toBe(true);
  });

  it.each([
    ['What is the price of contract A?', said('The price is 820 euros per month.', 'contract-a.md')],
    ['How do I log in on my phone?', said('Turn off the VPN and log in with your number.')],
    ['What is the price of contract A?', said('Unlike Contract B, it may be ended monthly.', 'contract-a.md')],
    ['What is the price of contract A and contract B?', said('The price is 2,150 euros.', 'contract-b.md')],
    ['What is the price of contract A?', said('All contracts are paid in advance.')],
    ['Do I get a refund within 30 days?', said('A refund is paid within 14 days.')],
    ['Is the deposit 2,900 euros?', said('The deposit is 2,700 euros.')],
    ['Can I park here?', said('Visitors park in row C.')],
    ['When will vega-3 be switched off?', said('The machines vega-2 and vega-3 will be switched off on 30 November.')],
    ['Is a contract needed?', said('A contract is needed. B. Ito signs it.')],
    ['What did the club buy in 2024?', said('It was sold again in 2026.', 'minutes-2024.md')],
    ['What did the fee rise to in 2025?', said('From 2019 to 2026 it was 40 euros.')],
    ['What has changed since 2020?', said('In 2024 the roof was renewed.')],
    ['When does the summer timetable begin?', said('It runs from the last Sunday of spring.', 'ferry.md', 'Summer timetable')],
    ['When will vega-3 be switched off?', said('It is switched off on Sunday, and switched on again on Monday.', 'vega-3.md')],
    ['Who pays for repairs above 120 euros?', said('The landlord pays for repairs of 120 euros and more.')],
    ['When are the 2024 accounts published?', said('The accounts are published by 31 March 2025.')],
    ['When was the hall that burnt down in 1998 rebuilt?', said('It was rebuilt in 2003 with a roof of slate.')],
    ['May I stay more than 3 nights?', said('Guests may stay up to 3 nights.')],
    ['What does delivery cost for orders over 50 euros?', said('Delivery is free for parcels up to 20 kg.')],
    ['When was the spring of the gate replaced?', said('It was replaced in the autumn of that year.')],
    ['Who oils the spring on the gate?', said('Ms. Ito oils it every winter.')],
    ['What does the green lamp mean?', said('Green: the tank is full. The red one stands for a fault.')],
    ['What does Mr Green collect?', said('He collects blue stamps.')],
    ['Which bin is for glass?', said('Glass goes into the green bin.')],
  ])('not: %s', (question, candidate) => {
    expect(isOfAnother(question)(candidate)).toBe(false);
  });
});

it('tells what is said of two of a kind from what disagrees', () => {
  const [one, other] = [said('Notice is 30 days.', 'contract-a.md'), said('Notice is 60 days.', 'contract-b.md')];
  expect(areOfOthers(one, other)).toBe(true);
  expect(areOfOthers(one, said('Notice is 60 days.', 'contract-a-old.md'))).toBe(false);
  expect(areOfOthers(said('Open at 9.', 'canteen.md'), said('Open at 8.', 'canteen-old.md'))).toBe(false);
});

it('takes the sentence before for what is meant only where a sentence goes on about it', () => {
  const second = (text: string): Candidate => candidatesOf([passage(text, { documentName: 'manual.md' })])[1] as Candidate;
  const asked = isOfAnother('What does a steady red lamp mean?');
  expect(asked(second('The red lamp blinks when the filter is full. A steady green lamp means that the machine is ready.'))).toBe(true);
  expect(asked(second('The red lamp is steady while it heats. This turns into a green one when it is ready.'))).toBe(false);
});
