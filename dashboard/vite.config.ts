import { defineConfig } from 'vite';

/**
 * A folder of static files that works under any path: `base` is relative, and where the API and the issuer
 * are is read from `config.json` at run time. Nothing is inlined, so that the page can be served with
 * `script-src 'self'; style-src 'self'; font-src 'self'`.
 */
export default defineConfig({
  root: 'dashboard',
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/dashboard',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
