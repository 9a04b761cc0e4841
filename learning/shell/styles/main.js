// The few GOV.UK components that do more with JavaScript; every page works without.
import { Button, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, createAll } from 'govuk-frontend'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of [Button, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink]) {
  createAll(component)
}
