import { render } from 'preact';
import './styles/base.css';
import './styles/shell.css';
import './styles/ask.css';
import './styles/source.css';
import './styles/lists.css';
import './shell/theme.js';
import { App } from './shell/app.js';

const root = document.getElementById('app');
if (root) render(<App />, root);
