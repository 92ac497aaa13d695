import '@fontsource-variable/source-sans-3/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import './style/tone.css';
import './style/page.css';
import './style/charts.css';
import './style/print.css';
import { render } from 'preact';
import { Page } from './views/page.tsx';
import type { Browser } from './visit.ts';

const browser: Browser = {
  fetching: (input, init) => fetch(input, init),
  storage: sessionStorage,
  now: () => Date.now(),
  here: () => new URL(location.href),
  goTo: (url) => location.assign(url),
  rewrite: (pathAndHash) => history.replaceState(null, '', pathAndHash),
};

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no #page');
render(<Page browser={browser} />, root);
