// It has been received: the draft on this device has done its work.

import { forget } from "./draft.js";

forget();
