() => {
    for (const one of document.querySelectorAll('main details')) one.open = true;
    return document.fonts.ready.then(() => true);
}
