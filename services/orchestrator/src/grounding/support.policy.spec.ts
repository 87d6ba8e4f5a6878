import { describe, expect, it } from 'vitest';
import { candidatesOf, type Candidate } from './evidence/candidates.policy.js';
import { passage } from './passages.fixture.js';
import { supportProblems } from './support.policy.js';

const said = (text: string, documentName = 'notes.md'): Candidate => candidatesOf([passage(text, { documentName })])[0] as Candidate;
const under = (heading: string, text: string, at = 0): Candidate =>
  candidatesOf([passage(text, { documentName: 'bath.md', heading })])[at] as Candidate;
const CANTEEN = said('The canteen is open Monday to Friday from 7:30 to 14:00.', 'canteen.md');
const WIFI = said('Laptops must never be connected to public Wi-Fi without the VPN.');
const CATS = said("Cats are allowed with the landlord's written consent.");
const BOARD = said('The club is led by Olwen Pryce (president), Hamid Sarkis (treasurer) and Della Fox (captain).', 'board.md');
const LEASE = said('Landlord: Quay Estates, 4 Mill Lane. Tenant: Mews Bakery', 'lease-unit-7.md');
const RENT = said('The tenant pays the landlord 900 euros a month.');
const FERRY = said('The ferry from Lisby to Karholm leaves at 08:10, the one from Karholm to Lisby at 17:40.');
const SYNC = said('The pipeline sends data from Kafka to Postgres every 5 minutes and from Postgres to Kafka every 30 minutes.');
const DOCTORS = said('Dr. Weiss examines patients on Monday and Dr. Ortega on Thursday.');
const GATES = said('The north gate is open in summer and the south gate in winter.');
const THANKS = said('The teacher thanked the pupil for the book and the pupil thanked the teacher for the pen.');
const FEES = said('The annual fee for adults is 210 euros and for juniors 85 euros.');
const MOVE = said('The move was postponed to May.');

describe('a sentence beside the one that it rests on', () => {
  it.each([
    ['When does the canteen open on Saturday?', 'The canteen opens on Saturday at 7:30.', CANTEEN],
    ['Why was the move postponed?', 'The move was postponed due to a budget overpayment.', MOVE],
    ['Can I connect my laptop to public Wi-Fi?', 'Yes, laptops can be connected to public Wi-Fi.', WIFI],
    ['Are dogs allowed?', 'No, cats are not allowed.', CATS],
    ['Are cats allowed?', 'No, cats are allowed.', CATS],
    ['Are laptops connected to public Wi-Fi?', 'Yes, laptops must never be connected to public Wi-Fi.', WIFI],
    ['Is the deposit 2,900 euros?', 'Yes, the deposit is 2,700 euros.', said('The deposit is 2,700 euros.')],
    ['Who is the treasurer?', 'The treasurer of the board is Della Fox.', BOARD],
    ['Who is the president?', 'The president of the board is Della Fox.', BOARD],
    ['Is Della Fox the treasurer?', 'Della Fox is the treasurer of the board.', BOARD],
    ['Who is the tenant of unit 7?', 'The tenant of unit 7 is the landlord.', LEASE],
    ['Is the tenant the landlord?', 'The tenant is the landlord.', RENT],
    ['What does the landlord pay?', 'The landlord pays the tenant 900 euros.', RENT],
    [
      'How long was the site down?',
      'The site was down from 14 June.',
      said('The site was down from 09:12 to 11:47 on 14 June.', 'outage.md'),
    ],
    ['What does a child pay?', 'The fee is 20 euros for children.', said('The fee is 20 euros for adults and 10 euros for children.')],
    ['What does tea cost?', 'Tea costs 3 euros.', said('Tea costs 2 euros, coffee 3 euros.')],
    ['Who wrote the report?', 'Kim wrote the report.', said('Kim said that Lee wrote the report.')],
    ['Who beat Utrecht?', 'Ajax beat Utrecht.', said('Ajax lost to PSV, which beat Utrecht.')],
    ['Who is Tom?', 'Tom is the brother of Eve.', said('Tom is the son of the brother of Eve.')],
    ['When is the deadline?', 'The deadline is 3 May.', said('The deadline was moved from 3 May to 9 June.')],
    [
      'Who has the keys on Fridays?',
      'The keys are with Mr. Hale on Fridays.',
      said('The keys are with Mr. Hale on Mondays and Ms. Orr on Fridays.'),
    ],
    ['What did the board decide?', 'The board decided to sell the hall.', said('The board decided against the plan to sell the hall.')],
    ['Who pays for repairs?', 'The tenant pays for repairs.', said('The tenant pays for water and the landlord for repairs.')],
    ['When does the pool open?', 'The pool opens before 4 pm.', said('The pool opens after 4 pm.')],
    ['May cats be kept?', 'Cats may be kept with consent.', said('Cats must be kept with consent.')],
    ['Where are dogs allowed?', 'Dogs are allowed in the yard.', said('Cats are allowed in the yard, dogs in the hall.')],
    [
      'What is the fine for the sauna?',
      'The fine for the sauna is 40 euros.',
      under('Fees and fines of the bath', 'The fee for the sauna is 12 euros. The fine for a lost key is 40 euros.', 1),
    ],
    [
      'What is the salary of the lifeguard?',
      'The salary of the lifeguard is 250 euros a year.',
      under('Salary and bonus', 'The bonus of the lifeguard is 250 euros a year.'),
    ],
    [
      'When is the arrival of the choir?',
      'The arrival of the choir is at 16:40.',
      under('Arrival and departure', 'The departure of the choir is at 16:40.'),
    ],
    [
      'What is the tariff for a broken oar?',
      'The tariff for a broken oar is 45 euros.',
      under('Prices', 'The tariff for the kayak is 17 euros a visit. The surcharge for a broken oar is 45 euros.', 1),
    ],
    ['What does the sauna cost?', 'The sauna costs 3 euros.', under('Sauna', 'A towel costs 3 euros.')],
    [
      'When is the fair?',
      'The fair is on 20 June with three votes.',
      candidatesOf([passage('It got three votes. The fair is on 20 June.')])[1] as Candidate,
    ],
    ['When does the ferry leave Lisby for Karholm?', 'The ferry leaves Lisby for Karholm at 17:40.', FERRY],
    ['How often is data sent to Kafka?', 'The pipeline sends data to Kafka every 5 minutes.', SYNC],
    ['When does Dr. Ortega come?', 'Dr. Ortega examines patients on Monday and Dr. Weiss examines patients on Thursday.', DOCTORS],
    ['When does Dr. Ortega come?', 'Dr. Ortega examines patients on Monday.', DOCTORS],
    ['When is the south gate open?', 'The south gate is open in summer and winter.', GATES],
    ['For what did the teacher thank the pupil?', 'The teacher thanked the pupil for the pen.', THANKS],
    [
      'Who owned Cedar before the merger?',
      'Before the merger Birch owned Cedar.',
      said('Before the merger Alder owned Birch; after the merger Birch owned Cedar.'),
    ],
    ['What is the fee for juniors?', 'The annual fee for juniors is 210 euros.', FEES],
    [
      'Quel est le loyer du garage ?',
      'Le loyer du garage est de 35 euros.',
      said('Le loyer du garage est de 80 euros et celui de la cave est de 35 euros.'),
    ],
    [
      'Wann wird der Müll abgeholt?',
      'Der Müll wird am Freitag abgeholt.',
      said('Der Müll wird am Dienstag abgeholt und das Altpapier wird am Freitag abgeholt.'),
    ],
  ])('is stopped: %s %s', (question, sentence, support) => {
    expect(supportProblems(sentence, support, [question])).not.toEqual([]);
  });

  it.each([
    ['When does the canteen open?', 'The canteen opens at 7:30.', CANTEEN],
    ['Are cats allowed?', 'Yes, cats are allowed with written consent.', CATS],
    ['May laptops use public Wi-Fi?', 'No, laptops must never be connected to public Wi-Fi without the VPN.', WIFI],
    ['Is the deposit 2,900 euros?', 'No, the deposit is 2,700 euros.', said('The deposit is 2,700 euros.')],
    ['When does it open?', 'The canteen: 7:30.', CANTEEN],
    ['Who leads the club?', 'The club is led by Olwen Pryce (president), Hamid Sarkis (treasurer) and Della Fox (captain).', BOARD],
    ['Who leads the club?', 'The club is led by Olwen Pryce.', BOARD],
    ['When was the site down?', 'The site was down on 14 June.', said('The site was down from 09:12 to 11:47 on 14 June.')],
    ['How long is the term of the lease?', 'The term of the lease is 12 months.', under('Lease', 'The term is 12 months.')],
    [
      'What does the warranty of the Orion cover?',
      'The warranty of the Orion covers the seals for 2 years.',
      under('Warranty of the Orion', 'It covers the seals for 2 years.'),
    ],
    ['Who tests restores?', 'Restores are tested by the platform team.', said('Restores are tested every quarter by the platform team.')],
    [
      'When does the ferry leave Karholm?',
      'The ferry from Karholm to Lisby leaves at 17:40.',
      said('The ferry from Lisby to Karholm leaves at 08:10, from Karholm to Lisby at 17:40.'),
    ],
    ['How often is data sent to Kafka?', 'The pipeline sends data from Postgres to Kafka every 30 minutes.', SYNC],
    ['When does Dr. Ortega come?', 'Dr. Ortega examines patients on Thursday.', DOCTORS],
    ['When is the south gate open?', 'The south gate is open in winter.', GATES],
    ['For what did the teacher thank the pupil?', 'The teacher thanked the pupil for the book.', THANKS],
    ['What is the fee for juniors?', 'The annual fee for juniors is 85 euros.', FEES],
    ['What is the fee?', 'The annual fee for adults is 210 euros and for juniors 85 euros.', FEES],
    [
      'When does the bus leave?',
      'The bus leaves at 8:10 and arrives at 9:30.',
      said('The bus from Ambley leaves at 8:10 and arrives at 9:30.'),
    ],
    ['Who leads the club?', 'Della Fox leads the club.', said('Della Fox, the captain, leads the club.')],
    [
      'Quel est le loyer de la cave ?',
      'La cave est de 35 euros.',
      said('Le loyer du garage est de 80 euros et celui de la cave est de 35 euros.'),
    ],
  ])('holds: %s %s', (question, sentence, support) => {
    expect(supportProblems(sentence, support, [question])).toEqual([]);
  });
});
