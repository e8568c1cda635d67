package org.mingjie.feature;

/** A web link (RFC 8288) with an absolute address. */
record Link(String href, String rel, String type, String title) {}
