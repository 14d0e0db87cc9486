import { z } from 'zod';

// Import this first in every entry of the renderer: a schema decides when it is made whether to compile itself with
// `new Function`, which our CSP forbids and would report.
z.config({ jitless: true });
