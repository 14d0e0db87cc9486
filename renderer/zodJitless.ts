import { z } from 'zod';

// The page's CSP forbids eval, which zod would otherwise try. Imported before any schema is made.
z.config({ jitless: true });
