/// What a person wants, whichever key, click or palette line said so.
enum Intent: Equatable, Sendable {
  case move(by: Int)
  case movePage(by: Int)
  case moveToEnd(isLast: Bool)
  case moveSideways(by: Int)
  case moveCrosshair(by: Int)
  case moveToIntervention(by: Int)
  case followNewest
  case toggleRows
  case markRange
  case markGroup
  case markHint
  case cycleOrder
  case toggleTensors
  case freezeBelow
  case thawAbove
  case togglePause
  case stepOnce
  case checkpoint
  case evaluate
  case undo
  case redo
  case fork
  case openPalette
  case openFilter
  case openSettings
  case copy
  case cycleLayout
  case nextPane(by: Int)
  case show(Screen)
  case toggleLogarithm
  case toggleClipping
  case cycleSmoothing
  case cycleAxis
  case zoom(by: Int)
  case resetZoom
  case open
  case toggleMark
  case compareMarked
  case pinBaseline
  case cycleAlignment
  case toggleMeans
  case cycleSort
  case reverseSort
  case toggleStar
  case toggleArchived
  case showArchived
  case deleteSession
  case restoreSession
  case cycleMetric(by: Int)
  case addChart
  case dropChart
  case togglePin
  case reload
  case back
  case toggleHelp
  case cycleTheme
  case redraw
  case savePicture
  case startTour
  case tour(TourIntent)
  case detach
  /// Left to the text field that is being typed in.
  case edit
}
