// The few GOV.UK components that do more with JavaScript; every page works without.
import { Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink, createAll } from 'govuk-frontend'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink]) {
  createAll(component)
}

// A page with errors is the reply to a form that was sent. Whoever comes back to it by the browser's
// button is shown the form, and not asked by the browser whether to send everything again.
if (document.querySelector('.govuk-error-summary[data-asked-for]')) {
  addEventListener('pagehide', () => history.replaceState(null, '', location.href))
}
