import { everyState } from './every-state.js';

everyState(0);
