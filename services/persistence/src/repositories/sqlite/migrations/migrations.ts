import { Initial1763900000000 } from './0001-initial.migration.js';
import { Fingerprint1764100000000 } from './0002-fingerprint.migration.js';
import { PathsAndTags1764142000000 } from './0003-paths-and-tags.migration.js';
import { AnsweredRequests1764144000000 } from './0004-answered-requests.migration.js';
import { Uploads1764146000000 } from './0005-uploads.migration.js';
import { PairedLetters1764147000000 } from './0006-paired-letters.migration.js';
import { SessionsOfTenants1764148000000 } from './0007-sessions-of-tenants.migration.js';
import { Places1764149000000 } from './0008-places.migration.js';
import { Erasures1764150000000 } from './0009-erasures.migration.js';
import { Originals1764151000000 } from './0010-originals.migration.js';
import { UploadProgress1764152000000 } from './0011-upload-progress.migration.js';

/** In the order in which they are run. What was released is never changed: the next one mends it. */
export const MIGRATIONS = [
  Initial1763900000000,
  Fingerprint1764100000000,
  PathsAndTags1764142000000,
  AnsweredRequests1764144000000,
  Uploads1764146000000,
  PairedLetters1764147000000,
  SessionsOfTenants1764148000000,
  Places1764149000000,
  Erasures1764150000000,
  Originals1764151000000,
  UploadProgress1764152000000,
];
