"""Reads collections of OGC API - Features with QGIS to their end, and draws the vector tiles.

Arguments: address of the server, size of a page, picture to write (PNG), box of the picture as west,south,east,north in
degrees, collections. Prints a line for each collection: collection, features, ids, seconds; then one for the picture.
"""

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsMapRendererSequentialJob, QgsMapSettings, QgsProject,
    QgsRectangle, QgsVectorLayer, QgsVectorTileLayer)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

WIDTH, HEIGHT = 1024, 768


def read(server: str, collection: str, page: int) -> None:
    start = time.monotonic()
    layer = QgsVectorLayer(
        f"pageSize='{page}' restrictToRequestBBOX='0' typename='{collection}' url='{server}/ogc'", collection, "OAPIF")
    if not layer.isValid():
        sys.exit(f"QGIS cannot open {collection}: {layer.error().summary() or layer.dataProvider().error().summary()}")
    at = layer.fields().indexOf("code")
    features, codes = 0, set()
    for feature in layer.getFeatures():
        features += 1
        codes.add(feature.attribute(at))
    print(collection, features, len(codes), f"{time.monotonic() - start:.1f}", flush=True)


def draw(server: str, picture: str, box: str) -> None:
    start = time.monotonic()
    layer = QgsVectorTileLayer(f"type=xyz&url={server}/tiles/base/{{z}}/{{x}}/{{y}}.mvt&zmin=0&zmax=16", "base")
    if not layer.isValid():
        sys.exit("QGIS cannot open the vector tiles")
    mercator = QgsCoordinateReferenceSystem("EPSG:3857")
    to_mercator = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), mercator, QgsProject.instance())
    settings = QgsMapSettings()
    settings.setDestinationCrs(mercator)
    settings.setLayers([layer])
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(to_mercator.transformBoundingBox(QgsRectangle(*map(float, box.split(",")))))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    if job.errors():
        sys.exit("QGIS cannot draw the vector tiles: " + "; ".join(error.message for error in job.errors()))
    image = job.renderedImage()
    drawn = sum(image.pixelColor(x, y) != QColor("white") for x in range(0, WIDTH, 4) for y in range(0, HEIGHT, 4))
    image.save(picture)
    print(f"picture {picture}: {100 * drawn * 16 / (WIDTH * HEIGHT):.0f} % drawn, {time.monotonic() - start:.1f} s", flush=True)
    if drawn == 0:
        sys.exit("QGIS has drawn nothing of the vector tiles")


def main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    for collection in sys.argv[5:]:
        read(sys.argv[1], collection, int(sys.argv[2]))
    draw(sys.argv[1], sys.argv[3], sys.argv[4])
    application.exitQgis()


main()
