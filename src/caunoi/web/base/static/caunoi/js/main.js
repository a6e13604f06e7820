// Everything here improves pages that work without it. Hooks are data-cn-… attributes; events are caught on the
// document, so that what htmx brings later works too.
import "./offline.js";
import "./once.js";
import "./confirm.js";
import "./copy.js";
import "./dates.js";
import "./filters.js";
import "./focus.js";
import "./kept.js";
import "./menu.js";
import "./shortcuts.js";
import "./toast.js";
import "./token.js";
import "./unsaved.js";
