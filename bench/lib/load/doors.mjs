// Documents of which every answer is known: five doors of a place, each with a code that no other door shares.
const PLACES = ['Arden', 'Brome', 'Corve', 'Dunmere', 'Elford', 'Frome', 'Gresley', 'Hythe'];
export const DOORS = ['harbour', 'garden', 'cellar', 'tower', 'chapel'];
/** So many users have a place of their own. */
export const MOST_USERS = PLACES.length * 2;

export const placeOf = (user) => `${PLACES[user % PLACES.length]} ${user < PLACES.length ? 'North' : 'South'}`;
export const codeOf = (user, door) => `${(user + 1) * 7_919 + door * 131}`;

export function documentOf(user) {
  const lines = DOORS.map((door, at) => `The code of the ${door} door in ${placeOf(user)} is ${codeOf(user, at)}.`);
  return { name: `doors-${user}.md`, text: `# Doors in ${placeOf(user)}\n\n${lines.join(' ')}\n` };
}

export const questionOf = (user, door) => `What is the code of the ${DOORS[door]} door in ${placeOf(user)}?`;

/** Whether it is right and grounded, and whether it tells a code of somebody else. */
export function judge({ answer, validation }, { user, door }) {
  const said = new Set(answer.match(/\d{4,}/g));
  return {
    isRight: said.has(codeOf(user, door)) && validation.grounded,
    isForeign: [...said].some((code) => !DOORS.some((_, at) => codeOf(user, at) === code)),
  };
}

export const namesSomebodyElse = (text, user) => PLACES.some((place) => text.includes(place)) && !text.includes(placeOf(user));
