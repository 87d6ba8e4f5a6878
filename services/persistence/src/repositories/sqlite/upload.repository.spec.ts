import { describe } from 'vitest';
import { documentsOf } from '../../testing/document.fixture.js';
import { openTestDatabase } from '../../testing/test-database.fixture.js';
import { describeUploadStore } from '../../uploads/upload-store.contract.js';
import { UploadRepository } from './upload.repository.js';

describe('UploadRepository', () => {
  describeUploadStore(async () => {
    const database = await openTestDatabase();
    return { uploads: new UploadRepository(database), documents: documentsOf(database) };
  });
});
