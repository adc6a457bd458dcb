"""Distances between places on earth, in degrees and kilometres."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS = 6371.0
KM_PER_DEGREE = 111.0  # a little less than a degree of latitude: boxes err outwards


def distance_km(here, there):
    """Great-circle distance (haversine) of two (latitude, longitude)."""
    lat1, lng1 = map(radians, here)
    lat2, lng2 = map(radians, there)
    half = (
        sin((lat2 - lat1) / 2) ** 2
        + cos(lat1) * cos(lat2) * sin((lng2 - lng1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))


def get_box(point, km):
    """Degrees that surely hold everything within ``km`` of ``point``.

    :return: (south, north, west, east); west and east are None where the box holds
        every longitude: near a pole, or across the 180th meridian
    """
    latitude, longitude = point
    high = km / KM_PER_DEGREE
    south, north = latitude - high, latitude + high
    if south <= -89 or north >= 89:
        return south, north, None, None
    wide = high / cos(radians(max(abs(south), abs(north))))
    west, east = longitude - wide, longitude + wide
    if west < -180 or east > 180:
        return south, north, None, None
    return south, north, west, east
