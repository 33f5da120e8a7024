import { writeFileSync } from 'node:fs';
import { generateSources } from './generate-sources.js';

for (const [file, source] of await generateSources()) writeFileSync(file, source);
