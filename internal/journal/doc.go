// Package journal keeps on disk what the program was asked to do and what
// became of it: one JSON record a line, appended by every instance of the
// program to one file in the state folder.
//
// Words: a record is one line. A session is one run of the program. A batch is
// what one confirmation holds. A command is one verb for one pool of a batch;
// [Commands] folds the records about it into one value.
//
// The journal is what was asked and heard. Where the server says something
// else, the server is right.
package journal
