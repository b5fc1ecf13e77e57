"""Who and where: agencies, enterprises, plots. Only the administrative units are here so far."""
