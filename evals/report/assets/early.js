// Runs before anything is drawn: what only a page without script shows is never laid out.
document.documentElement.classList.remove("no-script");
