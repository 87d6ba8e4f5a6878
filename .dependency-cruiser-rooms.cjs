// Rooms: folders import each other one way. Apart from the import rules, because specs, which may reach across rooms, must stay out of this graph.
// A folder counts with all that lies below it; test/boundaries/rooms.spec.ts holds parents and children apart too.
const { options } = require('./.dependency-cruiser.cjs');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-folder-circles',
      comment: 'Two rooms that import each other are one room with a wall through it: what both need belongs in a room below.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
  ],
  options: { ...options, exclude: { path: [...options.exclude.path, '[.](spec|contract|fixture)[.](ts|mjs)$'] } },
};
