() => {
    const seen = one => one.checkVisibility({ visibilityProperty: true });
    const dead = [...document.querySelectorAll('button[type=button]:not([popovertarget]):not([commandfor])')];
    const found = dead.filter(seen).map(one => one.outerHTML.slice(0, 160));
    if (![...document.querySelectorAll('main h1, body.front h1')].some(seen)) found.push('no heading is shown');
    return found;
}
