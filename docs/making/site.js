// The theme's switches show a sign only; a screen reader needs a name.
addEventListener("DOMContentLoaded", () => {
  for (const summary of document.querySelectorAll(".bd-sidebar summary"))
    summary.setAttribute("aria-label", "Show what is below");
});
