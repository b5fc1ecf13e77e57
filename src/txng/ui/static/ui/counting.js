// A page some of whose numbers are still being counted is read again, unless somebody is choosing something.
"use strict";
const again = () => {
  const here = document.activeElement;
  if (document.hidden || (here && here.closest("form"))) {
    setTimeout(again, 1500);
  } else {
    location.reload();
  }
};
setTimeout(again, 1500);
