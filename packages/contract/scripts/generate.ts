import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOpenApiDocument } from './create-document.js';

writeFileSync(
  join(import.meta.dirname, '..', 'openapi.json'),
  `${JSON.stringify(createOpenApiDocument(), undefined, 2)}\n`,
);
